from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kmsportal.console.charts import HEIGHT, WIDTH, bar_chart, shares

amounts = st.decimals(0, 10**9, places=6, allow_nan=False)


@given(st.lists(amounts, max_size=31))
def test_every_bar_stays_within_the_drawing(values: list[Decimal]) -> None:
    chart = bar_chart({str(place): value for place, value in enumerate(values)})
    assert len(chart.bars) == len(values)
    for bar in chart.bars:
        assert bar.y >= 0
        assert bar.y + bar.height <= HEIGHT
        assert bar.x > 0
        assert bar.x + bar.width <= WIDTH


@given(st.lists(amounts, min_size=2, max_size=5))
def test_a_higher_value_has_no_lower_bar(values: list[Decimal]) -> None:
    bars = bar_chart({str(place): v for place, v in enumerate(values)}).bars
    ordered = sorted(bars, key=lambda bar: bar.value)
    assert [bar.height for bar in ordered] == sorted(bar.height for bar in bars)


def test_the_scale_ends_at_a_round_number() -> None:
    assert bar_chart({"a": Decimal("0.034")}).lines[-1].value == Decimal("0.05")
    assert bar_chart({"a": Decimal(7)}).lines[-1].value == Decimal(10)
    assert bar_chart({}).lines[-1].value == 1


def test_shares_fill_the_bar_and_leave_out_what_is_none() -> None:
    pieces = shares([("Enabled", 3), ("Disabled", 0), ("PendingDeletion", 1)])
    assert [(p.name, p.x, p.width) for p in pieces] == [
        ("Enabled", 0.0, 75.0),
        ("PendingDeletion", 75.0, 25.0),
    ]
    assert shares([("Enabled", 0)]) == []
