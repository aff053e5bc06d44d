"""ListIdleKeys: keys that cost money and that nobody has used for a while."""

from datetime import timedelta
from fractions import Fraction
from typing import Annotated

from django.db.models import Exists, OuterRef, Q
from msgspec import Meta

from billing.models import KeyInterval, UsageHour
from billing.money import line_amount, spell
from billing.months import HourRange, Month, hour_of
from billing.price_parts import price_parts
from billing.request_classes import CRYPTOGRAPHIC_OPERATIONS
from billing.tenants import organisation_of
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.moments import microseconds
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params, Part, Result


class ListIdleKeysParams(Params, frozen=True):
    """``days`` is how long a key must have been without cryptographic use."""

    days: Annotated[int, Meta(ge=1, le=366)] = 30


class IdleKey(Part, frozen=True):
    """A key that was there all that time; ``monthly_cost`` is of its storage."""

    key_arn: str
    state: str
    monthly_cost: str


class ListIdleKeysResult(Result, frozen=True):
    """The keys, and what scheduling all of them for deletion would save a month."""

    keys: tuple[IdleKey, ...]
    monthly_cost: str
    currency: str


@account_operation(service="portal", kind=Kind.READ)
def list_idle_keys(call: Call, params: ListIdleKeysParams) -> ListIdleKeysResult:
    book = price_parts(organisation_of(call.account_id), Month.of(call.time))[-1].book
    since = microseconds(call.time - timedelta(days=params.days))
    price = book.key_month.price
    used = UsageHour.objects.filter(
        account_id=OuterRef("account_id"),
        key_arn=OuterRef("key_arn"),
        hour__gte=hour_of(since),
        is_billable=True,
        operation__in=CRYPTOGRAPHIC_OPERATIONS,
    )
    span = HourRange(hour_of(since), hour_of(microseconds(call.time)) + 1)
    lent = UsageHour.objects.by_strangers(call.account_id, span).filter(
        is_billable=True, operation__in=CRYPTOGRAPHIC_OPERATIONS
    )
    before = KeyInterval.objects.filter(
        account_id=OuterRef("account_id"),
        key_arn=OuterRef("key_arn"),
        begins__lte=since,
    )
    rows = KeyInterval.objects.in_account(call.account_id).filter(
        Exists(before),
        ~Exists(used),
        ~Q(key_arn__in=lent.values("key_arn")),
        ends=None,
        manager="CUSTOMER",
        state__in=book.rules.charged_key_states,
    )
    found = rows.order_by("key_arn").values_list("key_arn", "state")
    keys = [
        IdleKey(key_arn=arn, state=state, monthly_cost=spell(price))
        for arn, state in found
    ]
    return ListIdleKeysResult(
        keys=tuple(keys),
        monthly_cost=spell(line_amount(Fraction(price) * len(keys))),
        currency=book.currency,
    )
