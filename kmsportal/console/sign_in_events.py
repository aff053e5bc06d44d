"""Telling the ledgers of a person's accounts that she came, failed to, or went."""

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest

from audit.sign_ins import record_sign_in
from kmsportal.core.call import Door
from kmsportal.portal.origin import origin_of
from kmsportal.tenancy.models import User
from kmsportal.tenancy.people import memberships_of


def tell(http: HttpRequest, user: User | None, *, name: str, outcome: str) -> None:
    """Record what ``user`` did; nobody's ledger hears of an unknown address."""
    if user is None:
        return
    record_sign_in(
        memberships_of(user),
        name=name,
        outcome=outcome,
        origin=origin_of(http, Door.CONSOLE),
        region=settings.KMSPORTAL_REGIONS[0],
        time=datetime.now(UTC),
    )


def find_person(http: HttpRequest) -> User | None:
    """Return the person whose address was typed, if there is one."""
    typed = http.POST.get("login", "").strip()
    # A NUL is in no address, and PostgreSQL would refuse the question.
    if not typed or "\0" in typed:
        return None
    return User.objects.filter(email__iexact=typed).first()
