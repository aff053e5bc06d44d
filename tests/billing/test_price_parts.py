from decimal import Decimal
from itertools import pairwise

import msgspec
import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from billing.catalogue import SHIPPED
from billing.charges import KeyHistory, Usage
from billing.key_time import StateSpan, count_hours
from billing.lines import sum_exactly
from billing.months import HourRange, Month
from billing.price_parts import price_parts
from billing.prices import PriceBook, parse_price_book
from billing.pricing import Period, price_keys
from billing.publishing import PriceRefused, assign, publish
from billing.request_pricing import RequestPart, price_request_parts
from billing.terms import NO_TERMS, Terms, apply_terms
from kmsportal.core.errors import ResourceNotFoundException
from kmsportal.tenancy.models import Organisation
from tests.billing.bills import close, moment, organisation
from tests.billing.ledger import ACCOUNT, arn, at

DEFAULT = parse_price_book((SHIPPED / "default.json").read_bytes())
AWS = parse_price_book((SHIPPED / "aws-2024-05.json").read_bytes())
NOVEMBER = Month.parse("2026-11")
NOW = moment("2026-11-23T00:00")


@pytest.fixture
def acme(db: None, books: None) -> Organisation:
    return organisation("Acme", ACCOUNT, since="2026-10-01T00:00")


def put(acme: Organisation, book: str, begins: str, terms: Terms = NO_TERMS) -> None:
    with transaction.atomic():
        assign(acme.id, book, effective_from=moment(begins), terms=terms, now=NOW)


def version(number: int, begins: str, **members: object) -> bytes:
    book = msgspec.json.decode((SHIPPED / "default.json").read_bytes())
    return msgspec.json.encode(
        {**book, "Version": number, "EffectiveFrom": begins, **members}
    )


def shown(acme: Organisation) -> list[tuple[str, int, int]]:
    return [
        (part.book.name, part.book.version, part.hours.hours)
        for part in price_parts(acme.id, NOVEMBER)
    ]


def test_without_an_assignment_the_default_book_prices_the_month(
    acme: Organisation,
) -> None:
    assert shown(acme) == [("default", 1, 720)]


def test_an_assignment_in_mid_month_splits_it(acme: Organisation) -> None:
    put(acme, "aws-2024-05", "2026-11-11T06:00")
    assert shown(acme) == [("default", 1, 246), ("aws-2024-05", 1, 474)]


def test_a_new_version_in_mid_month_splits_it(acme: Organisation) -> None:
    with transaction.atomic():
        publish(version(2, "2026-11-16T00:00:00Z"))
    assert shown(acme) == [("default", 1, 360), ("default", 2, 360)]


def test_of_two_assignments_of_one_moment_the_later_holds(acme: Organisation) -> None:
    put(acme, "aws-2024-05", "2026-11-01T00:00")
    put(acme, "default", "2026-11-01T00:00")
    assert shown(acme) == [("default", 1, 720)]


def test_another_organisation_keeps_its_prices(acme: Organisation) -> None:
    put(acme, "aws-2024-05", "2026-11-01T00:00")
    other = organisation("Other", "999999999999", since="2026-10-01T00:00")
    assert shown(other) == [("default", 1, 720)]


def test_the_past_is_refused_once_it_is_closed(acme: Organisation) -> None:
    close("2026-11-03T00:00")
    with pytest.raises(PriceRefused, match="2026-10 is closed"):
        put(acme, "aws-2024-05", "2026-10-31T23:00")
    with pytest.raises(PriceRefused, match="2026-10 is closed"):
        publish(version(2, "2026-10-31T23:00:00Z"))
    put(acme, "aws-2024-05", "2026-11-01T00:00")


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (version(3, "2026-12-01T00:00:00Z"), "next version"),
        (version(2, "1969-01-01T00:00:00Z"), "after the one before"),
        (version(2, "2026-12-01T00:00:00Z", Currency="EUR"), "currency stays"),
    ],
)
def test_a_version_that_does_not_follow_is_refused(
    acme: Organisation, document: bytes, reason: str
) -> None:
    with pytest.raises(PriceRefused, match=reason), transaction.atomic():
        publish(document)


def test_prices_change_on_the_hour(acme: Organisation) -> None:
    with pytest.raises(PriceRefused, match="hour"):
        put(acme, "default", "2026-11-01T00:30")


def test_an_unknown_book_is_not_assigned(acme: Organisation) -> None:
    with pytest.raises(ResourceNotFoundException):
        put(acme, "none", "2026-11-01T00:00")


def test_a_discount_lowers_every_price_and_an_override_stands() -> None:
    terms = Terms(discount_percent=Decimal("12.5"), overrides={"KMS-KEY": Decimal(2)})
    paid = apply_terms(DEFAULT, terms)
    assert (paid.key_month.price, paid.requests[0].price) == (
        Decimal(2),
        Decimal("0.02625"),
    )


def test_terms_that_name_no_item_or_no_exact_price_are_refused(
    acme: Organisation,
) -> None:
    for terms in (
        Terms(overrides={"KMS-NONE": Decimal(1)}),
        Terms(discount_percent=Decimal("0.00000001")),
    ):
        with pytest.raises(PriceRefused):
            put(acme, "default", "2026-12-01T00:00", terms)


rows = st.lists(
    st.builds(
        lambda name, calls: Usage(
            ACCOUNT,
            arn(name),
            ACCOUNT,
            "CUSTOMER",
            "kms:Encrypt",
            "KMS-Requests",
            None,
            calls,
        ),
        st.sampled_from("abc"),
        st.integers(1, 40_000),
    ),
    max_size=6,
)


@given(rows, rows, st.integers(1, 719), st.sampled_from([DEFAULT, AWS]))
def test_splitting_a_month_of_calls_at_one_price_changes_nothing(
    before: list[Usage], after: list[Usage], hours: int, book: PriceBook
) -> None:
    whole = price_request_parts([RequestPart(book, 720, before + after)])
    split = price_request_parts(
        [RequestPart(book, hours, before), RequestPart(book, 720 - hours, after)]
    )
    assert sum_exactly(split) == sum_exactly(whole)


spans = st.lists(
    st.integers(at("2026-10-20T00:00"), at("2026-12-05T00:00")), min_size=2, max_size=6
)


@given(spans, st.integers(1, 719), st.sampled_from([DEFAULT, AWS]))
def test_splitting_a_month_of_keys_at_one_price_changes_nothing(
    moments: list[int], hours: int, book: PriceBook
) -> None:
    ordered = sorted(moments)
    key = KeyHistory(
        account_id=ACCOUNT,
        key_arn=arn("a"),
        manager="CUSTOMER",
        spans=[
            StateSpan("Enabled" if n % 2 == 0 else "PendingDeletion", begins, ends)
            for n, (begins, ends) in enumerate(pairwise(ordered))
        ],
        rotations=ordered,
    )
    until = at("2026-12-01T00:00") - 1
    first, last = NOVEMBER.span
    parts = [HourRange(first, first + hours), HourRange(first + hours, last)]
    split = [
        charge
        for part in parts
        for charge in price_keys(
            Period(book, NOVEMBER, until, part), [key], slicing=count_hours
        )
    ]
    whole = price_keys(Period(book, NOVEMBER, until), [key], slicing=count_hours)
    assert sum_exactly(split) == sum_exactly(whole)
