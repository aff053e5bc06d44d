from decimal import Decimal, Inexact
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.money import add, allocate, line_amount, spell, subtract, total_amount

weights = st.lists(st.integers(0, 10**12), min_size=1, max_size=30)


def test_a_whole_month_costs_exactly_the_monthly_price() -> None:
    assert line_amount(Fraction(1) / 744 * 744) == Decimal(1)


@pytest.mark.parametrize(
    ("numerator", "expected"),
    [(5, "0.000000000000"), (15, "0.000000000002"), (25, "0.000000000002")],
)
def test_a_line_rounds_half_to_even(numerator: int, expected: str) -> None:
    assert spell(line_amount(Fraction(numerator, 10**13))) == expected


@pytest.mark.parametrize(
    ("exact", "expected"),
    [
        ("0.004999", "0.00"),
        ("0.005", "0.01"),
        ("0.015", "0.02"),
        ("-0.005", "-0.01"),
        ("0", "0.00"),
    ],
)
def test_a_total_rounds_half_up(exact: str, expected: str) -> None:
    assert spell(total_amount(Fraction(exact), minor_unit_digits=2)) == expected


def test_three_thirds_of_half_a_cent_round_up() -> None:
    third = Fraction("0.005") / 3
    assert total_amount(third * 3, minor_unit_digits=2) == Decimal("0.01")


def test_a_currency_without_minor_unit_has_no_decimals() -> None:
    assert spell(total_amount(Fraction("12.5"), minor_unit_digits=0)) == "13"


def test_a_million_million_requests_are_exact() -> None:
    assert spell(line_amount(Fraction("0.000003") * 10**12)) == "3000000.000000000000"


def test_an_amount_of_more_than_38_digits_is_refused() -> None:
    with pytest.raises(Inexact):
        line_amount(Fraction(10**27 + 1) + Fraction(1, 10**12))


@given(st.lists(st.decimals("-1e9", "1e9", places=12), max_size=50))
def test_sums_lose_no_digit(amounts: list[Decimal]) -> None:
    assert Fraction(add(amounts)) == sum(map(Fraction, amounts))


@given(st.fractions("0", "1000000", max_denominator=744 * 10**9))
def test_lines_and_their_rounding_make_the_total(exact: Fraction) -> None:
    line, total = line_amount(exact), total_amount(exact, minor_unit_digits=2)
    assert add([line, subtract(total, line)]) == total


@given(weights, st.data())
def test_parts_sum_to_the_whole_and_stay_near_their_share(
    given_weights: list[int], data: st.DataObject
) -> None:
    total = sum(given_weights)
    whole = data.draw(st.integers(0, total))
    parts = allocate(whole, weights=given_weights)
    assert sum(parts) == whole
    for part, weight in zip(parts, given_weights, strict=True):
        assert part <= weight
        assert total == 0 or abs(Fraction(whole * weight, total) - part) < 1


def test_equal_remainders_go_to_the_earlier() -> None:
    assert allocate(2, weights=[1, 1, 1]) == [1, 1, 0]


@pytest.mark.parametrize(("whole", "given_weights"), [(-1, [1]), (1, [-1]), (1, [0])])
def test_what_cannot_be_shared_is_refused(whole: int, given_weights: list[int]) -> None:
    with pytest.raises(ValueError, match=r"\("):
        allocate(whole, weights=given_weights)
