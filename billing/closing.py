"""Closes a month of an organisation: one statement, complete and never changed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from django.conf import settings

from billing.canonical import sha256
from billing.corrections import draw_corrections, settle_corrections
from billing.costs import grace
from billing.locks import lock_billing, stop_meter
from billing.metered import count_in_ledger, count_metered
from billing.models import AccountStatement, Statement, StatementSeries
from billing.months import Month
from billing.price_parts import PricePart, price_parts
from billing.reconciliation import charges_failed_calls
from billing.signatures import Signer
from billing.statement_documents import Paper, Section
from billing.statement_lines import PricedMonth, amount_of, price_month
from kmsportal.tenancy.models import Account, Organisation


class NotReconciledError(Exception):
    """The month cannot be closed; says what does not agree."""


class Issued(msgspec.Struct, frozen=True, kw_only=True):
    """A statement that has just been made; ``parts`` are digests by account."""

    number: str
    digest: str
    key_id: str
    parts: Mapping[str, str]


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A month of an organisation whose grace is over and which has no statement."""

    organisation_id: UUID
    month: Month


def months_due(now: datetime) -> Iterator[Due]:
    """Yield what is to be closed by ``now``, each organisation's months in order."""
    for organisation in Organisation.objects.order_by("created_at", "id"):
        month = next_open_month(organisation)
        while month.ends + grace() <= now:
            yield Due(organisation_id=organisation.id, month=month)
            month = Month.at(month.ordinal + 1)


def next_open_month(organisation: Organisation) -> Month:
    """Return the earliest month of the organisation that has no statement."""
    closed = closed_through(organisation.id)
    return Month.of(organisation.created_at) if closed is None else Month.at(closed + 1)


def closed_through(organisation_id: UUID) -> int | None:
    """Return the ordinal of the last closed month; None when there is none."""
    rows = Statement.objects.of_organisation(organisation_id).order_by("-month")
    return rows.values_list("month", flat=True).first()


def begin_closing() -> None:
    """Take the locks that closing needs, first thing in its transaction."""
    lock_billing()
    stop_meter()


def close_month(due: Due, *, now: datetime) -> Issued | None:
    """Issue the statement; None when the month is closed already.

    ``begin_closing`` comes before. NotReconciledError, with nothing changed, where
    ledger, meter and prices differ, or where the month before is still open.
    """
    organisation = Organisation.objects.get(id=due.organisation_id)
    if next_open_month(organisation) > due.month:
        return None
    if next_open_month(organisation) < due.month:
        raise NotReconciledError("The month before is not closed yet.")
    parts = price_parts(organisation.id, due.month)
    accounts = organisation.account_set.filter(created_at__lt=due.month.ends)
    sections = [
        _section(account, due, parts)
        for account in accounts.order_by("created_at", "id")
    ]
    paper = Paper(
        organisation=organisation, month=due.month, parts=parts, sections=sections
    )
    return _issue(organisation, paper, now=now)


def _section(account: Account, due: Due, parts: tuple[PricePart, ...]) -> Section:
    priced = price_month(account.id, due.month, parts)
    _require_reconciled(account.id, due.month, parts, priced)
    corrections = draw_corrections(account.id, due.organisation_id)
    for month, late in corrections.months:
        _require_reconciled(
            account.id, month, price_parts(due.organisation_id, month), late
        )
    return Section(
        account=account,
        priced=priced,
        corrections=corrections,
        exact=priced.exact + amount_of(corrections.lines),
    )


def _require_reconciled(
    account_id: str, month: Month, parts: Sequence[PricePart], priced: PricedMonth
) -> None:
    failed_too = charges_failed_calls(parts)
    ledger = count_in_ledger(account_id, month, failed_too=failed_too)
    metered = count_metered(account_id, month, failed_too=failed_too)
    found = priced.reconciliation
    counted = found.priced_requests + found.unpriced_requests
    if not ledger == metered == counted:
        raise NotReconciledError(
            f"{account_id}, {month}: the ledger holds {ledger} calls, {metered} were"
            f" metered and {counted} priced."
        )


def _issue(organisation: Organisation, paper: Paper, *, now: datetime) -> Issued:
    signer, number = Signer(time=now), _next_number(now)
    last = Statement.objects.of_organisation(organisation.id).order_by("month").last()
    paper = msgspec.structs.replace(
        paper,
        number=f"{number.issuer}-{number.year}-{number.last_number:06}",
        issuer=number.issuer,
        previous=(last.number, last.digest) if last else None,
        key_id=signer.key_id,
    )
    details = paper.account_documents()
    document = paper.organisation_document(details, issued_at=now)
    statement = Statement.objects.create(
        number=paper.number,
        issuer=number.issuer,
        year=number.year,
        sequence=number.last_number,
        organisation_id=organisation.id,
        month=paper.month.ordinal,
        issued_at=now,
        document=document.decode(),
        digest=sha256(document),
        previous_digest=last.digest if last else "",
        key_id=signer.key_id,
        signature=signer.sign(document),
    )
    _keep_sections(statement, paper.sections, details, signer)
    return Issued(
        number=statement.number,
        digest=statement.digest,
        key_id=signer.key_id,
        parts={
            section.account.id: sha256(detail)
            for section, detail in zip(paper.sections, details, strict=True)
        },
    )


def _keep_sections(
    statement: Statement,
    sections: Sequence[Section],
    details: Sequence[bytes],
    signer: Signer,
) -> None:
    AccountStatement.objects.bulk_create(
        AccountStatement(
            account_id=section.account.id,
            month=statement.month,
            statement=statement,
            document=detail.decode(),
            digest=sha256(detail),
            signature=signer.sign(detail),
        )
        for section, detail in zip(sections, details, strict=True)
    )
    for section in sections:
        settle_corrections(section.account.id, billed=Month.at(statement.month))


def _next_number(now: datetime) -> StatementSeries:
    """Take the next number of the year; a rollback gives it back."""
    series, _ = StatementSeries.objects.get_or_create(
        issuer=settings.KMSPORTAL_INVOICE_ISSUER, year=now.year
    )
    series.last_number += 1
    series.save(update_fields=["last_number"])
    return series
