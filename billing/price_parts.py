"""Which prices were in force for an organisation, hour by hour of a month."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

import msgspec

from billing.catalogue import DEFAULT_BOOK, find_price_book
from billing.models import PriceAssignment
from billing.models import PriceBook as PriceBookRow
from billing.months import HourRange, Month, hour_of
from billing.prices import PriceBook, parse_price_book
from billing.terms import NO_TERMS, Terms, apply_terms, parse_terms
from kmsportal.core.moments import microseconds


class PricePart(msgspec.Struct, frozen=True, kw_only=True):
    """Hours of a month in which one version of one book held on the same terms.

    ``book`` is what is paid and ``listed`` the same before discount and overrides;
    ``digest`` is of the book's document.
    """

    book: PriceBook
    listed: PriceBook
    digest: str
    terms: Terms
    hours: HourRange


def price_parts(
    organisation_id: uuid.UUID | None, month: Month
) -> tuple[PricePart, ...]:
    """Return the parts, in order, that make up the whole month.

    ResourceNotFoundException where no version of the book was in force yet.
    """
    assignments = _assignments(organisation_id, month)
    parts: list[PricePart] = []
    for begins, ends in pairwise((*_changes(assignments, month), month.ends)):
        part = _part(assignments, begins, ends)
        if parts and _is_same(parts[-1], part):
            joined = HourRange(parts[-1].hours.begins, part.hours.ends)
            parts[-1] = msgspec.structs.replace(part, hours=joined)
        else:
            parts.append(part)
    return tuple(parts)


def whole_month(book: PriceBook, month: Month, digest: str = "") -> tuple[PricePart]:
    """Return the one part of a month that is priced by ``book`` throughout."""
    return (
        PricePart(
            book=book, listed=book, digest=digest, terms=NO_TERMS, hours=month.span
        ),
    )


def book_name_at(organisation_id: uuid.UUID | None, moment: datetime) -> str:
    """Return the name of the book that the organisation is charged by."""
    rows = PriceAssignment.objects.of_organisation(organisation_id)
    row = _last(rows.filter(effective_from__lte=moment))
    return row.book_name if row else DEFAULT_BOOK


def _assignments(
    organisation_id: uuid.UUID | None, month: Month
) -> list[PriceAssignment]:
    if organisation_id is None:
        return []
    rows = PriceAssignment.objects.of_organisation(organisation_id)
    return list(
        rows.filter(effective_from__lt=month.ends).order_by("effective_from", "id")
    )


def _changes(assignments: Sequence[PriceAssignment], month: Month) -> list[datetime]:
    """Return the moments of the month, its first included, when prices may change."""
    names = {DEFAULT_BOOK, *(row.book_name for row in assignments)}
    versions = PriceBookRow.objects.filter(
        name__in=names,
        effective_from__gt=month.begins,
        effective_from__lt=month.ends,
    )
    moments = {month.begins, *versions.values_list("effective_from", flat=True)}
    moments |= {
        row.effective_from for row in assignments if row.effective_from > month.begins
    }
    return sorted(moments)


def _part(
    assignments: Sequence[PriceAssignment], begins: datetime, ends: datetime
) -> PricePart:
    row = _last(row for row in assignments if row.effective_from <= begins)
    found = find_price_book(row.book_name if row else DEFAULT_BOOK, at=begins)
    terms = parse_terms(row.terms) if row else NO_TERMS
    listed = parse_price_book(found.document)
    return PricePart(
        book=apply_terms(listed, terms),
        listed=listed,
        digest=found.digest,
        terms=terms,
        hours=HourRange(hour_of(microseconds(begins)), hour_of(microseconds(ends))),
    )


def _is_same(one: PricePart, other: PricePart) -> bool:
    return (one.digest, one.terms) == (other.digest, other.terms)


def _last(rows: Iterable[PriceAssignment]) -> PriceAssignment | None:
    return max(rows, key=lambda row: (row.effective_from, row.pk), default=None)
