"""Verifies statements: digests, signatures, each organisation's chain, the numbers."""

from collections.abc import Iterator

import msgspec

from billing.canonical import sha256
from billing.models import Statement, StatementSeries
from billing.signatures import is_signed


class _Part(msgspec.Struct, rename="pascal"):
    account_id: str
    digest: str


class _Previous(msgspec.Struct, rename="pascal"):
    digest: str


class _Document(msgspec.Struct, rename="pascal"):
    number: str
    accounts: list[_Part]
    previous: _Previous | None


def verify_statements() -> tuple[int, list[str]]:
    """Return how many statements there are, and a sentence for each problem."""
    rows = Statement.objects.order_by("organisation_id", "month")
    findings = [finding for row in rows.iterator() for finding in _check(row)]
    return rows.count(), [*findings, *_check_chains(), *_check_numbers()]


def _check(row: Statement) -> Iterator[str]:
    document = row.document.encode()
    if sha256(document) != row.digest:
        yield f"{row.number}: the document is not the one its digest tells."
        return
    if not is_signed(document, key_id=row.key_id, signature=bytes(row.signature)):
        yield f"{row.number}: the signature does not fit."
    told = msgspec.json.decode(document, type=_Document)
    if told.number != row.number:
        yield f"{row.number}: the document has the number {told.number}."
    yield from _check_parts(row, {one.account_id: one.digest for one in told.accounts})


def _check_parts(row: Statement, told: dict[str, str]) -> Iterator[str]:
    found = {}
    for part in row.accountstatement_set.order_by("account_id"):
        document = part.document.encode()
        found[part.account_id] = sha256(document)
        signature = bytes(part.signature)
        if not is_signed(document, key_id=row.key_id, signature=signature):
            yield f"{row.number}, {part.account_id}: the signature does not fit."
    if found != told:
        yield f"{row.number}: its accounts' parts are not those it was issued with."


def _check_chains() -> Iterator[str]:
    last: dict[object, str] = {}
    for row in Statement.objects.order_by("month").iterator():
        told = msgspec.json.decode(row.document, type=_Document).previous
        before = last.get(row.organisation_id, "")
        if before != row.previous_digest or before != (told.digest if told else ""):
            yield f"{row.number}: it does not follow the statement before it."
        last[row.organisation_id] = row.digest


def _check_numbers() -> Iterator[str]:
    for series in StatementSeries.objects.order_by("issuer", "year"):
        rows = Statement.objects.filter(issuer=series.issuer, year=series.year)
        given = list(rows.order_by("sequence").values_list("sequence", flat=True))
        if given != list(range(1, series.last_number + 1)):
            yield f"{series.issuer} {series.year}: numbers are missing."
