from fractions import Fraction

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from billing.catalogue import SHIPPED
from billing.charges import Charge, KeyHistory, Unit, Usage, Waiver
from billing.key_time import StateSpan, count_hours, count_hours_by_day
from billing.lines import Grouping, count, gather, sum_exactly
from billing.money import line_amount
from billing.months import MICROSECONDS_PER_HOUR, HourRange, Month
from billing.prices import PriceBook, parse_price_book
from billing.pricing import Period, Slicing, price_keys
from billing.request_classes import RequestClass
from billing.request_pricing import price_requests, waive_requests
from tests.billing.ledger import ACCOUNT, OTHER, arn

NOVEMBER = Month.parse("2026-11")
FIRST = NOVEMBER.span.begins
DEFAULT = parse_price_book((SHIPPED / "default.json").read_bytes())
AWS = parse_price_book((SHIPPED / "aws-2024-05.json").read_bytes())

usage_rows = st.builds(
    Usage,
    caller=st.just(ACCOUNT),
    key_arn=st.sampled_from([arn("a"), arn("b"), ""]),
    key_owner=st.just(ACCOUNT),
    key_manager=st.sampled_from(["CUSTOMER", "AWS"]),
    operation=st.sampled_from(["kms:Encrypt", "kms:Sign", "kms:ListKeys"]),
    request_class=st.sampled_from([*(name.value for name in RequestClass), "Other"]),
    day=st.sampled_from([None, 20_000, 20_001]),
    calls=st.integers(1, 50_000),
)
usages = st.lists(usage_rows, max_size=12)
books = st.sampled_from([DEFAULT, AWS])


def usage(calls: int, request_class: RequestClass = RequestClass.STANDARD) -> Usage:
    return Usage(
        caller=ACCOUNT,
        key_arn=arn("a"),
        key_owner=ACCOUNT,
        key_manager="CUSTOMER",
        operation="kms:Encrypt",
        request_class=request_class.value,
        day=None,
        calls=calls,
    )


def key(
    hours: HourRange, *, manager: str = "CUSTOMER", rotations: int = 0
) -> KeyHistory:
    begins, ends = (hour * MICROSECONDS_PER_HOUR for hour in hours)
    span = StateSpan("Enabled", begins, ends)
    return KeyHistory(ACCOUNT, arn("a"), manager, [span], [begins] * rotations)


def price(
    keys: HourRange | KeyHistory,
    *,
    book: PriceBook = DEFAULT,
    month: Month = NOVEMBER,
    slicing: Slicing = count_hours,
) -> list[Charge]:
    history = key(keys) if isinstance(keys, HourRange) else keys
    until = month.span.ends * MICROSECONDS_PER_HOUR
    return price_keys(Period(book, month, until), [history], slicing=slicing)


def cost(charges: list[Charge]) -> Fraction:
    return sum_exactly(charges)


def test_ten_thousand_calls_cost_three_cents() -> None:
    assert cost(price_requests(DEFAULT, [usage(10_000)])) == Fraction("0.03")


def test_one_call_costs_its_exact_share_and_no_block_of_ten_thousand() -> None:
    assert cost(price_requests(DEFAULT, [usage(1)])) == Fraction("0.000003")


def test_aws_gives_twenty_thousand_calls_a_month_away_but_no_asymmetric_one() -> None:
    charges = price_requests(
        AWS, [usage(20_001), usage(10_000, RequestClass.ASYMMETRIC)]
    )
    assert cost(charges) == Fraction("0.000003") + Fraction("0.15")


def test_a_free_tier_is_shared_in_proportion_to_the_calls() -> None:
    charges = price_requests(AWS, [usage(30_000), usage(10_000)])
    assert [charge.free for charge in charges] == [15_000, 5_000]


def test_a_class_without_price_is_listed_and_costs_nothing() -> None:
    strange = usage(5)._replace(request_class="KMS-Requests-Unheard-Of")
    (charge,) = price_requests(DEFAULT, [strange])
    assert (charge.waiver, charge.quantity, charge.cost) == (
        Waiver.UNPRICED,
        5,
        Fraction(0),
    )


def test_calls_on_aws_managed_keys_are_charged_unless_the_book_waives_them() -> None:
    row = usage(10_000)._replace(key_manager="AWS")
    assert cost(price_requests(DEFAULT, [row])) == Fraction("0.03")
    rules = msgspec.structs.replace(
        DEFAULT.rules, charges_calls_on_aws_managed_keys=False
    )
    lenient = msgspec.structs.replace(DEFAULT, rules=rules)
    (charge,) = price_requests(lenient, [row])
    assert (charge.waiver, charge.cost) == (Waiver.AWS_MANAGED_KEY, Fraction(0))


def test_the_owner_sees_what_another_account_pays() -> None:
    (charge,) = waive_requests([usage(7)._replace(caller=OTHER)])
    assert (charge.waiver, charge.paid_by) == (Waiver.PAID_BY_CALLER, OTHER)
    assert (charge.quantity, charge.cost) == (7, Fraction(0))


def test_a_key_costs_its_monthly_price_for_all_hours_of_any_month() -> None:
    for text in ("2026-02", "2028-02", "2026-11", "2026-12"):
        month = Month.parse(text)
        charges = price(month.span, month=month)
        assert cost(charges) == 1


def test_one_hour_of_february_costs_more_than_one_of_december() -> None:
    def hour(text: str) -> Fraction:
        month = Month.parse(text)
        first = HourRange(month.span.begins, month.span.begins + 1)
        return cost(price(first, month=month))

    assert hour("2026-02") == Fraction(1, 672)
    assert hour("2026-12") == Fraction(1, 744)


def test_a_key_that_aws_manages_is_listed_free() -> None:
    managed = key(HourRange(FIRST, FIRST + 5), manager="AWS")
    (charge,) = price(managed)
    assert (charge.waiver, charge.quantity) == (Waiver.AWS_MANAGED_KEY, 5)
    assert charge.cost == 0


def test_aws_charges_two_rotations_and_no_third() -> None:
    rotated = key(NOVEMBER.span, rotations=3)
    assert cost(price(rotated, book=AWS)) == 3
    assert cost(price(rotated)) == 1


@given(books, usages)
def test_every_grouping_sums_to_the_whole(book: PriceBook, rows: list[Usage]) -> None:
    hours = HourRange(FIRST + 7, FIRST + 60)
    charges = [
        *price_requests(book, rows),
        *price(key(hours, rotations=1), book=book, slicing=count_hours_by_day),
    ]
    for by in (None, *Grouping):
        lines = gather(charges, by=by)
        assert sum(line.requests for line in lines) == sum(row.calls for row in rows)
        assert sum(line.key_hours for line in lines) == hours.hours
        drift = sum(Fraction(line.amount) for line in lines) - sum_exactly(charges)
        assert abs(drift) <= Fraction(len(lines), 2 * 10**12)


@given(usages)
def test_any_cut_of_the_usage_costs_what_the_whole_costs(rows: list[Usage]) -> None:
    parts = [cost(price_requests(DEFAULT, [row])) for row in rows]
    assert sum(parts) == cost(price_requests(DEFAULT, rows))


@given(books, usages, usage_rows)
def test_another_call_never_lowers_a_cost(
    book: PriceBook, rows: list[Usage], more: Usage
) -> None:
    before = cost(price_requests(book, rows))
    assert cost(price_requests(book, [*rows, more])) >= before


@given(books, usages)
def test_no_call_is_lost_or_paid_for_twice(book: PriceBook, rows: list[Usage]) -> None:
    charges = price_requests(book, rows)
    assert count(charges, Unit.REQUESTS) == sum(row.calls for row in rows)
    assert all(0 <= charge.free <= charge.quantity for charge in charges)


@given(st.integers(0, 720), st.integers(0, 720))
def test_a_month_split_at_any_hour_costs_what_its_parts_cost(
    cut: int, hours: int
) -> None:
    first, last = sorted((cut, hours))
    parts = [HourRange(FIRST, FIRST + first), HourRange(FIRST + first, FIRST + last)]
    whole = HourRange(FIRST, FIRST + last)

    def cost_of(hours: HourRange) -> Fraction:
        return cost(price(hours))

    assert cost_of(parts[0]) + cost_of(parts[1]) == cost_of(whole)
    assert line_amount(cost_of(whole)) <= 1
