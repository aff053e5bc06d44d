"""Publishing versions of price books and assigning them: the operator's work.

Prices are set by whoever runs the installation; a tenant can preview and compare.
"""

from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from billing.catalogue import DEFAULT_BOOK, find_price_book
from billing.closing import closed_through
from billing.locks import lock_billing
from billing.models import PriceAssignment, PriceBook, Statement
from billing.months import Month
from billing.price_parts import book_name_at
from billing.prices import PriceBook as Book
from billing.prices import canonical_form, digest, parse_price_book
from billing.terms import Terms, apply_terms, spell_terms
from kmsportal.tenancy.models import Organisation


class PriceRefused(ValueError):  # noqa: N818 - the name says what happened
    """The prices cannot be put in force like that; says why."""


class Change(NamedTuple):
    """One item's price before and after; None where there was or will be none."""

    sku: str
    before: str | None
    after: str | None


def publish(document: bytes) -> PriceBook:
    """Store a new version, within a transaction.

    PriceRefused where it would change a month that is closed, skip a version or change
    the book's currency or whom it charges for failed calls.
    """
    lock_billing()
    book = parse_price_book(document)
    newest = PriceBook.objects.filter(name=book.name).order_by("-version").first()
    if newest is not None:
        _require_successor(book, parse_price_book(newest.document))
    elif book.version != 1:
        raise PriceRefused("A book begins with version 1.")
    for organisation in Organisation.objects.all():
        if _is_charged_by(organisation.id, book.name):
            _require_open(organisation.id, book.effective_from)
    canonical = canonical_form(document)
    return PriceBook.objects.create(
        name=book.name,
        version=book.version,
        currency=book.currency,
        effective_from=book.effective_from,
        document=canonical.decode(),
        digest=digest(canonical),
    )


def assign(
    organisation_id: UUID,
    book_name: str,
    *,
    effective_from: datetime,
    terms: Terms,
    now: datetime,
) -> PriceAssignment:
    """Charge an organisation by a book from a full hour on, within a transaction.

    PriceRefused for a closed month, another currency than its statements have, or a
    price that the terms make inexact; ResourceNotFoundException for an unknown book.
    """
    lock_billing()
    moment = effective_from.astimezone(UTC)
    if moment != moment.replace(minute=0, second=0, microsecond=0):
        raise PriceRefused("Prices change on the hour.")
    _require_open(organisation_id, moment)
    book = parse_price_book(find_price_book(book_name, at=moment).document)
    _require_same_rules(organisation_id, book, moment)
    try:
        apply_terms(book, terms)
    except ValueError as error:
        raise PriceRefused(str(error)) from None
    return PriceAssignment.objects.create(
        organisation_id=organisation_id,
        book_name=book_name,
        effective_from=moment,
        terms=spell_terms(terms),
        created_at=now,
    )


def compare_books(before: Book, after: Book) -> list[Change]:
    """List the items whose price differs, by SKU."""
    old, new = _prices(before), _prices(after)
    return [
        Change(sku, old.get(sku), new.get(sku))
        for sku in sorted({*old, *new})
        if old.get(sku) != new.get(sku)
    ]


def _prices(book: Book) -> dict[str, str]:
    prices = {item.sku: f"{item.price:f}" for item in book.items}
    for item in book.requests:
        free = f", {item.free_per_month} free" if item.free_per_month else ""
        prices[item.sku] += f" for {item.per}{free}"
    return prices


def _require_successor(book: Book, newest: Book) -> None:
    if book.version != newest.version + 1:
        raise PriceRefused(f"The next version of {book.name} is {newest.version + 1}.")
    if book.effective_from < newest.effective_from:
        raise PriceRefused("A version takes effect after the one before it.")
    _require_alike(book, newest)


def _require_alike(book: Book, other: Book) -> None:
    if (book.currency, book.minor_unit_digits) != (
        other.currency,
        other.minor_unit_digits,
    ):
        raise PriceRefused(f"The currency stays {other.currency}.")
    if book.rules.charges_failed_calls != other.rules.charges_failed_calls:
        raise PriceRefused("Whether failed calls are charged cannot change here.")


def _require_same_rules(organisation_id: UUID, book: Book, moment: datetime) -> None:
    is_month_begin = moment == Month.of(moment).begins
    has_statements = Statement.objects.of_organisation(organisation_id).exists()
    if is_month_begin and not has_statements:
        return
    current = find_price_book(book_name_at(organisation_id, moment), at=moment)
    _require_alike(book, parse_price_book(current.document))


def _require_open(organisation_id: UUID, moment: datetime) -> None:
    closed = closed_through(organisation_id)
    if closed is not None and moment < Month.at(closed).ends:
        raise PriceRefused(f"{Month.at(closed)} is closed; its prices cannot change.")


def _is_charged_by(organisation_id: UUID, book_name: str) -> bool:
    rows = PriceAssignment.objects.of_organisation(organisation_id)
    return book_name == DEFAULT_BOOK or rows.filter(book_name=book_name).exists()
