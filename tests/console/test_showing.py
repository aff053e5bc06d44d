"""How values are shown."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils.html import conditional_escape
from hypothesis import given
from hypothesis import strategies as st

from kmsportal.console.templatetags import console, costs
from kmsportal.core.shapes import Timestamp

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        ("0", "USD", "$0.00"),
        ("1234.5", "USD", "$1,234.50"),
        ("0.000003", "USD", "$0.000003"),
        ("-0.004", "EUR", "\N{MINUS SIGN}€0.004"),
        ("1E+3", "CHF", "1,000.00 CHF"),
    ],
)
def test_money_shows_cents_and_every_digit_beyond(
    amount: str, currency: str, shown: str
) -> None:
    assert costs.money(amount, currency) == shown


@given(st.decimals(0, 10**12, places=12, allow_nan=False))
def test_money_loses_nothing(amount: Decimal) -> None:
    shown = costs.money(str(amount), "USD").replace(",", "").removeprefix("$")
    assert Decimal(shown) == amount


def test_a_figure_has_four_decimal_places_at_most() -> None:
    assert costs.about("0.015304777778", "USD") == "$0.0153"
    assert costs.about("12", "USD") == "$12.00"


def test_a_state_is_told_in_words_and_escaped() -> None:
    assert "Pending deletion" in console.state_badge("PendingDeletion")
    assert "&lt;b&gt;" in console.state_badge("<b>")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("GenerateDataKey", "Generate<wbr>Data<wbr>Key"),
        ("CreateMACKey", "Create<wbr>MACKey"),
        ("lower<b>", "lower&lt;b&gt;"),
        ("", ""),
    ],
)
def test_names_break_between_words_only(name: str, shown: str) -> None:
    assert console.wrappable(name) == shown


@given(st.text())
def test_breaking_a_name_leaves_no_letter_out(name: str) -> None:
    words = console.wrappable(name).split("<wbr>")
    assert "".join(words) == conditional_escape(name)


def test_days_are_counted_down() -> None:
    for days, shown in ((0, "today"), (1, "in 1 day"), (9, "in 9 days")):
        then = Timestamp(NOW + timedelta(days=days, hours=1))
        assert console.days_until(then, NOW) == shown


def test_what_is_no_json_is_shown_as_it_is() -> None:
    assert console.pretty_json('{"a":1}') == '{\n  "a": 1\n}'
    assert console.pretty_json("not json") == "not json"


def test_icons_are_those_that_are_vendored() -> None:
    assert console.icon("lock").startswith('<svg class="icon"')
    with pytest.raises(FileNotFoundError):
        console.icon("nonsense")


def test_a_length_of_time_is_told_exactly() -> None:
    shown = [console.duration(seconds) for seconds in (3600, 5400, 5430)]
    assert shown == ["1 h", "1 h 30 min", "1 h 30 min 30 s"]
