"""Bar charts, laid out here and drawn by a template as plain SVG."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

WIDTH, HEIGHT = 720, 180
_LEFT, _TOP, _BOTTOM = 88, 14, 28
_STEPS = (1, 2, 5, 10)


class Bar(NamedTuple):
    """One bar, in the drawing's units, with what it stands for."""

    label: str
    value: Decimal
    x: float
    y: float
    width: float
    height: float
    shows_label: bool


class Line(NamedTuple):
    """A level of the scale."""

    y: float
    value: Decimal


class Chart(NamedTuple):
    """A drawing of ``WIDTH`` by ``HEIGHT`` units."""

    bars: Sequence[Bar]
    lines: Sequence[Line]
    left: int = _LEFT
    width: int = WIDTH
    height: int = HEIGHT
    foot: int = HEIGHT - 6


class Share(NamedTuple):
    """A piece of a bar that is 100 units long."""

    name: str
    number: int
    x: float
    width: float


def bar_chart(values: Mapping[str, Decimal]) -> Chart:
    """Lay out one bar a value, in order; the scale begins at zero."""
    top = _round_up(max(values.values(), default=Decimal(0)))
    slot = (WIDTH - _LEFT) / max(len(values), 1)
    bars = [
        _bar(label, value, place=place, slot=slot, top=top)
        for place, (label, value) in enumerate(values.items())
    ]
    levels = (Decimal(0), top / 2, top)
    return Chart(bars, [Line(_y(level, top), level) for level in levels])


def shares(counts: Iterable[tuple[str, int]]) -> list[Share]:
    """Divide a bar by ``counts``; nothing when all are zero."""
    counted = [(name, count) for name, count in counts if count]
    total = sum(count for _, count in counted)
    pieces, x = [], 0.0
    for name, count in counted:
        width = round(100 * count / total, 3)
        pieces.append(Share(name, count, round(x, 3), width))
        x += width
    return pieces


def _bar(label: str, value: Decimal, *, place: int, slot: float, top: Decimal) -> Bar:
    y = _y(value, top)
    return Bar(
        label=label,
        value=value,
        x=round(_LEFT + place * slot + slot * 0.15, 2),
        y=y,
        width=round(slot * 0.7, 2),
        height=round(HEIGHT - _BOTTOM - y, 2),
        shows_label=place % 5 == 0,
    )


def _y(value: Decimal, top: Decimal) -> float:
    drawn = HEIGHT - _TOP - _BOTTOM
    return round(HEIGHT - _BOTTOM - float(value / top) * drawn, 2)


def _round_up(value: Decimal) -> Decimal:
    """Return the next 1, 2 or 5 times a power of ten; 1 for nothing."""
    if value <= 0:
        return Decimal(1)
    power = Decimal(1).scaleb(value.adjusted())
    return next(power * step for step in _STEPS if power * step >= value)
