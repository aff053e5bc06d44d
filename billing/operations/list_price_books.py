"""ListPriceBooks: what keys and calls cost here, now and in earlier versions."""

from billing.catalogue import find_price_book, shown_books
from billing.models import PriceBook
from billing.money import spell
from billing.price_parts import book_name_at
from billing.prices import KeyPrice, RequestPrice, RotationPrice, parse_price_book
from billing.tenants import organisation_of
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params, Part, Result, Timestamp


class ListPriceBooksParams(Params, frozen=True):
    """Nothing to ask."""


class PriceItem(Part, frozen=True):
    """``price`` buys ``per`` of ``unit``, after what is free each month."""

    sku: str
    unit: str
    price: str
    per: int
    free_per_month: int = 0
    charged_rotations: int = 0
    request_classes: tuple[str, ...] = ()


class PriceBookEntry(Part, frozen=True):
    """One immutable version; ``digest`` is SHA-256 of its canonical JSON."""

    name: str
    version: int
    description: str
    currency: str
    effective_from: Timestamp
    is_in_force: bool
    digest: str
    items: tuple[PriceItem, ...]


class ListPriceBooksResult(Result, frozen=True):
    """The shipped books and the organisation's own, by name and newest first."""

    price_books: tuple[PriceBookEntry, ...]


@account_operation(service="portal", kind=Kind.READ)
def list_price_books(call: Call, params: ListPriceBooksParams) -> ListPriceBooksResult:
    organisation_id = organisation_of(call.account_id)
    name = book_name_at(organisation_id, call.time)
    in_force = find_price_book(name, at=call.time)
    rows = shown_books(organisation_id).order_by("name", "-version")
    return ListPriceBooksResult(
        price_books=tuple(_entry(row, is_in_force=row == in_force) for row in rows)
    )


def _entry(row: PriceBook, *, is_in_force: bool) -> PriceBookEntry:
    book = parse_price_book(row.document)
    return PriceBookEntry(
        name=book.name,
        version=book.version,
        description=book.description,
        currency=book.currency,
        effective_from=Timestamp(book.effective_from),
        is_in_force=is_in_force,
        digest=row.digest,
        items=tuple(_item(item) for item in book.items),
    )


def _item(item: KeyPrice | RotationPrice | RequestPrice) -> PriceItem:
    if isinstance(item, RequestPrice):
        return PriceItem(
            sku=item.sku,
            unit="Requests",
            price=spell(item.price),
            per=item.per,
            free_per_month=item.free_per_month,
            request_classes=tuple(name.value for name in item.classes),
        )
    return PriceItem(
        sku=item.sku,
        unit="Key-Months",
        price=spell(item.price),
        per=1,
        charged_rotations=_charged_rotations(item),
    )


def _charged_rotations(item: KeyPrice | RotationPrice) -> int:
    return item.charged_rotations if isinstance(item, RotationPrice) else 0
