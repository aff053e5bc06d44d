"""Members that billing's operations share: months, lines, versions, reconciliations."""

from collections.abc import Sequence
from typing import Annotated

from billing import lines, reconciliation
from billing.money import spell
from billing.months import Month, moment_of, spell_day
from billing.price_parts import PricePart
from kmsportal.core.call import Call
from kmsportal.core.errors import ValidationException
from kmsportal.core.shapes import Part, Timestamp, matching

MonthName = Annotated[str, matching(r"[0-9]{4}-(0[1-9]|1[0-2])")]
AccountId = Annotated[str, matching(r"[0-9]{12}")]


class CostLine(Part, frozen=True):
    """Quantities and their exact cost; what the grouping does not tell is left out.

    ``waiver`` says why a line costs nothing: ``AWS_MANAGED_KEY``, ``UNPRICED`` where
    the book has no price, or ``PAID_BY_CALLER`` for calls of the account ``paid_by``.
    ``tag_value`` is left out for what is untagged.
    """

    amount: str
    key_hours: int = 0
    rotation_hours: int = 0
    requests: int = 0
    free_requests: int = 0
    sku: str = ""
    key_arn: str = ""
    key_owner: str = ""
    operation: str = ""
    request_class: str = ""
    day: str = ""
    waiver: str = ""
    paid_by: str = ""
    account_id: str = ""
    region: str = ""
    principal: str = ""
    tag_value: str | None = None


class PriceBookVersion(Part, frozen=True):
    """The book that priced a report; ``digest`` is SHA-256 of its canonical JSON.

    ``begins`` is set where the month's prices change within it.
    """

    name: str
    version: int
    digest: str
    begins: Timestamp | None = None


class Reconciliation(Part, frozen=True):
    """The accounts' own calls of the month: in the ledger, as metered, as priced.

    While a month is open, the count of the ledger may lag behind the meter.
    """

    ledger_requests: int
    metered_requests: int
    priced_requests: int
    unpriced_requests: int
    is_balanced: bool


def asked_month(call: Call, text: str | None) -> Month:
    """Return the month named, by default the call's own, that has begun already."""
    month = _month(text) if text is not None else Month.of(call.time)
    if month > Month.of(call.time):
        raise ValidationException(f"The month {month} has not begun yet.")
    return month


def shown_line(line: lines.Line) -> CostLine:
    return CostLine(
        amount=spell(line.amount),
        key_hours=line.key_hours,
        rotation_hours=line.rotation_hours,
        requests=line.requests,
        free_requests=line.free_requests,
        sku=line.sku,
        key_arn=line.key_arn,
        key_owner=line.key_owner,
        operation=line.operation,
        request_class=line.request_class,
        day="" if line.day is None else spell_day(line.day),
        waiver=line.waiver.value if line.waiver else "",
        paid_by=line.paid_by,
        account_id=line.account_id,
        region=line.region,
        principal=line.principal,
        tag_value=line.tag,
    )


def shown_versions(parts: Sequence[PricePart]) -> tuple[PriceBookVersion, ...]:
    return tuple(
        PriceBookVersion(
            name=part.book.name,
            version=part.book.version,
            digest=part.digest,
            begins=Timestamp(moment_of(part.hours.begins)) if len(parts) > 1 else None,
        )
        for part in parts
    )


def shown_reconciliation(found: reconciliation.Reconciliation) -> Reconciliation:
    return Reconciliation(
        ledger_requests=found.ledger_requests,
        metered_requests=found.metered_requests,
        priced_requests=found.priced_requests,
        unpriced_requests=found.unpriced_requests,
        is_balanced=found.is_balanced,
    )


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError:
        raise ValidationException(f"{text} is not a month since 1970.") from None
