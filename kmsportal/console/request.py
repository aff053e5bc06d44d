"""One signed-in person's request upon one account and Region."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django_htmx.middleware import HtmxDetails

from kmsportal import gateway
from kmsportal.console import navigation
from kmsportal.console.params import read_params
from kmsportal.core.call import Call, Caller, Door
from kmsportal.core.errors import (
    AccessDeniedException,
    NotFoundException,
    ServiceError,
)
from kmsportal.iam.members import caller_of
from kmsportal.portal.calls import new_call
from kmsportal.portal.origin import origin_of
from kmsportal.registry import find_operation
from kmsportal.tenancy.models import Membership, User
from kmsportal.tenancy.people import memberships_of

_INTERNAL = 500
Answer = Any
"""The Result of whichever operation was performed; pages name its members."""


class SignedInRequest(HttpRequest):
    """What Django's and htmx's middleware make of a signed-in person's request."""

    user: User
    htmx: HtmxDetails


class ConsoleRequest:
    """Performs operations as the person in her account, and renders the answers."""

    def __init__(self, http: SignedInRequest, account_id: str, region: str) -> None:
        """Enter the account: Http404 to a stranger, as if there were none."""
        self.http = http
        self.account_id = account_id
        self.region = region
        self.time = datetime.now(UTC)
        self.memberships = memberships_of(http.user)
        self.membership = _find(self.memberships, account_id)
        if region not in settings.KMSPORTAL_REGIONS:
            raise Http404(region)
        self.caller: Caller = caller_of(http.user, account_id)
        self.denied: Call | None = None
        if http.session.get("place") != [account_id, region]:
            http.session["place"] = [account_id, region]

    @property
    def query(self) -> QueryDict:
        return self.http.GET

    @property
    def form(self) -> QueryDict | None:
        """The submitted form; None when the page is only looked at."""
        return self.http.POST if self.http.method == "POST" else None

    def perform(self, name: str, /, **members: object) -> Answer:
        """Run ``DisableKey`` or ``portal:SearchKeys``; a refusal is raised."""
        call = self.call(name, **members)
        try:
            return gateway.perform(call)
        except AccessDeniedException:
            self.denied = call
            raise

    def call(self, name: str, /, **members: object) -> Call:
        """Return the call that ``perform`` would run."""
        service, _, operation_name = name.rpartition(":")
        operation = find_operation(service or "kms", operation_name)
        return new_call(
            operation,
            read_params(operation, members),
            caller=self.caller,
            origin=origin_of(self.http, Door.CONSOLE),
            region=self.region,
            time=self.time,
        )

    def panel(self, name: str, /, **members: object) -> "Panel":
        """Run an operation for one part of a page: a refusal fills that part only."""
        try:
            return Panel(result=self.perform(name, **members))
        except ServiceError as error:
            return Panel(refusal=error)

    def submit(self, form: forms.Form, name: str, /, **members: object) -> bool:
        """Run what a valid form asks for; a refusal becomes the form's error."""
        try:
            self.perform(name, **members)
        except (AccessDeniedException, NotFoundException):
            raise
        except ServiceError as error:
            if error.status >= _INTERNAL:
                raise
            form.add_error(None, sentence_of(error))
            return False
        return True

    def say(self, text: str) -> None:
        """Show ``text`` on the next page; it is kept in a cookie, so no secrets."""
        messages.success(self.http, text)

    def warn(self, text: str) -> None:
        messages.warning(self.http, text)

    def redirect(self, route: str, *args: str) -> HttpResponse:
        return redirect(f"console:{route}", self.account_id, self.region, *args)

    def page(
        self, template: str, context: Mapping[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """Render a page of the console, or its part where htmx asks for one."""
        return render_page(self.http, template, {**self._frame(), **context}, status)

    def _frame(self) -> dict[str, Any]:
        return {
            "place": self,
            "account": self.membership.account,
            "memberships": self.memberships,
            "region": self.region,
            "regions": settings.KMSPORTAL_REGIONS,
            "now": self.time,
            "navigation": navigation.items(
                self.account_id, self.region, self.http.path
            ),
        }


class Panel:
    """What one part of a page shows: a result, or why there is none."""

    def __init__(
        self, result: Answer = None, refusal: ServiceError | None = None
    ) -> None:
        self.result = result
        self.refusal = refusal

    @property
    def sentence(self) -> str:
        return sentence_of(self.refusal) if self.refusal else ""


def sentence_of(error: ServiceError) -> str:
    """Return what a person is told; some refusals of AWS carry no message."""
    return error.message or f"The request was refused: {error.code}."


def render_page(
    http: SignedInRequest, template: str, context: Mapping[str, Any], status: int
) -> HttpResponse:
    """Render within the layout that the browser asked for."""
    layout = "part" if http.htmx and not http.htmx.boosted else "page"
    answer = render(
        http,
        f"console/{template}",
        {**context, "layout": f"console/layouts/{layout}.html"},
        status=status,
    )
    answer.headers["Vary"] = "HX-Request"
    return answer


def _find(memberships: Sequence[Membership], account_id: str) -> Membership:
    for membership in memberships:
        if membership.account_id == account_id:
            return membership
    raise Http404(account_id)
