"""PreviewPriceBook: what a book would change, before anybody is charged by it."""

from typing import Annotated

import msgspec
from msgspec import Meta

from billing.catalogue import find_price_book
from billing.money import spell
from billing.months import Month
from billing.price_parts import book_name_at
from billing.prices import PriceBook, parse_price_book
from billing.publishing import compare_books
from billing.tenants import asked_accounts, organisation_of
from billing.what_if import price_with
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import ValidationException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params, Part, Result


class PreviewPriceBookParams(Params, frozen=True):
    """``document`` is the book's JSON, as ``docs/billing.md`` describes it."""

    document: Annotated[str, Meta(min_length=1, max_length=65536)]
    whole_organisation: bool = False


class PriceChange(Part, frozen=True):
    """An item's price in force and in the document; left out where there is none."""

    sku: str
    before: str | None = None
    after: str | None = None


class ProjectedEffect(Part, frozen=True):
    """A month at its own prices and at the document's."""

    month: str
    actual_total: str
    total: str
    difference: str | None = None


class PreviewPriceBookResult(Result, frozen=True):
    """What differs from the book in force, and its effect on last month and this."""

    changes: tuple[PriceChange, ...]
    effects: tuple[ProjectedEffect, ...]


@account_operation(service="portal", kind=Kind.READ)
def preview_price_book(
    call: Call, params: PreviewPriceBookParams
) -> PreviewPriceBookResult:
    book = _parsed(params.document)
    accounts = asked_accounts(
        call, account_id=None, whole_organisation=params.whole_organisation
    )
    name = book_name_at(organisation_of(call.account_id), call.time)
    in_force = parse_price_book(find_price_book(name, at=call.time).document)
    month = Month.of(call.time)
    return PreviewPriceBookResult(
        changes=tuple(
            PriceChange(sku=sku, before=before, after=after)
            for sku, before, after in compare_books(in_force, book)
        ),
        effects=tuple(
            _effect(call, book, accounts, one) for one in (month.previous, month)
        ),
    )


def _parsed(document: str) -> PriceBook:
    try:
        return parse_price_book(document)
    except msgspec.MsgspecError as error:
        raise ValidationException(f"That is no price book: {error}") from None


def _effect(
    call: Call, book: PriceBook, accounts: tuple[str, ...], month: Month
) -> ProjectedEffect:
    found = price_with(book, accounts, month, now=call.time)
    difference = found.difference
    return ProjectedEffect(
        month=str(month),
        actual_total=spell(found.actual.total),
        total=spell(found.other.total),
        difference=None if difference is None else spell(difference),
    )
