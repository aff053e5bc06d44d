"""What stands around every page: who may see one, and how a refusal looks."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRefresh

from kmsportal.console.request import (
    ConsoleRequest,
    SignedInRequest,
    sentence_of,
)
from kmsportal.console.templatetags.explaining import question
from kmsportal.core.errors import (
    AccessDeniedException,
    ConflictException,
    NotFoundException,
    ResourceNotFoundException,
    ServiceError,
    TrailNotFoundException,
)
from kmsportal.tenancy.people import memberships_of

Extra = ParamSpec("Extra")
View = Callable[Concatenate[ConsoleRequest, Extra], HttpResponse]
DjangoView = Callable[..., HttpResponse]

_STATUS: dict[type[ServiceError], int] = {
    AccessDeniedException: 403,
    ConflictException: 409,
    NotFoundException: 404,
    ResourceNotFoundException: 404,
    TrailNotFoundException: 404,
}
_TITLES = {403: "You may not do this", 404: "Not found", 500: "Something went wrong"}


def page(view: View[Extra]) -> DjangoView:
    """Make a view for signed-in members of the account in the address."""

    @wraps(view)
    def answer(
        http: HttpRequest,
        account_id: str,
        region: str,
        *args: Extra.args,
        **kwargs: Extra.kwargs,
    ) -> HttpResponse:
        if (detour := _detour(http)) is not None:
            return detour
        request = ConsoleRequest(cast("SignedInRequest", http), account_id, region)
        try:
            return view(request, *args, **kwargs)
        except ServiceError as error:
            return _refusal(request, error)

    return answer


def home(http: HttpRequest) -> HttpResponse:
    """Lead to the account and Region that the person last looked at."""
    if (detour := _detour(http)) is not None:
        return detour
    place = _place(cast("SignedInRequest", http))
    if place is None:
        return render(http, "console/no_account.html", status=403)
    return redirect("console:dashboard", *place)


def _detour(http: HttpRequest) -> HttpResponse | None:
    """Return where somebody must go first: to sign in, or to a password of her own."""
    if not http.user.is_authenticated:
        if http.htmx:  # type: ignore[attr-defined]  # set by its middleware
            # The sign-in page would otherwise land in a part of this one.
            return HttpResponseClientRefresh()
        return redirect_to_login(http.get_full_path())
    if http.user.must_change_password:
        return redirect("account_change_password")
    return None


def _place(http: SignedInRequest) -> tuple[str, str] | None:
    account_ids = [m.account_id for m in memberships_of(http.user)]
    account_id, region = http.session.get("place", ("", ""))
    if account_id not in account_ids:
        account_id = account_ids[0] if account_ids else ""
    if region not in settings.KMSPORTAL_REGIONS:
        region = settings.KMSPORTAL_REGIONS[0]
    return (account_id, region) if account_id else None


def _question(request: ConsoleRequest) -> str:
    """Return the query that asks why the person's last call was denied."""
    call = request.denied
    if call is None:
        return ""
    key_id = getattr(call.params, "key_id", None) or ""
    principal = call.caller.principal.arn
    return question(principal, call.operation.action, key_id)


def _refusal(request: ConsoleRequest, error: ServiceError) -> HttpResponse:
    status = _STATUS.get(type(error), error.status)
    context = {
        "title": _TITLES.get(status, "The request was refused"),
        "status": status,
        "code": error.code,
        "sentence": sentence_of(error),
        "question": _question(request) if status == HTTPStatus.FORBIDDEN else "",
    }
    return request.page("refused.html", context, status=status)
