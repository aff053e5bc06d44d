"""The histogram above the event history."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from kmsportal.console.charts import Chart, bar_chart
from kmsportal.console.request import Answer, ConsoleRequest, Panel

_COUNTED = frozenset({
    "start_time",
    "end_time",
    "key_arn",
    "principal_arn",
    "event_name",
    "event_source",
    "read_only",
    "portal_events",
})  # fmt: skip
_HOURLY = timedelta(days=2)
_LONGEST = timedelta(days=92)


class Histogram(NamedTuple):
    """Bars and what they count; ``is_rough`` when some filter could not be counted."""

    chart: Chart
    counts: Answer
    unit: str
    is_rough: bool


def histogram(
    request: ConsoleRequest, chosen: Mapping[str, Any], *, days: int = 1
) -> Panel:
    """Count what is chosen, by default of the last ``days``; a refusal is told."""
    start, end = _span(request, chosen, days)
    unit = "hour" if end - start <= _HOURLY else "day"
    asked = {name: value for name, value in chosen.items() if name in _COUNTED}
    if asked.get("key_arn"):
        asked.pop("principal_arn", None)
    moments = {"start_time": start.isoformat(), "end_time": end.isoformat()}
    panel = request.panel(
        "portal:CountEvents", **{**asked, **moments, "interval": unit.upper()}
    )
    if panel.result is not None:
        is_rough = not asked.keys() >= chosen.keys()
        panel.result = _drawn(panel.result, unit, is_rough=is_rough)
    return panel


def _drawn(counts: Answer, unit: str, *, is_rough: bool) -> Histogram:
    values = dict.fromkeys(_labels(counts, unit), Decimal(0))
    for span in counts.spans:
        values[_label(span.start_time.moment, unit)] = Decimal(span.calls)
    return Histogram(bar_chart(values), counts, unit, is_rough)


def _span(
    request: ConsoleRequest, chosen: Mapping[str, Any], days: int
) -> tuple[datetime, datetime]:
    """Return no more than can be drawn: the end of what is chosen."""
    end, start = request.time, None
    if given := chosen.get("end_time"):
        end = datetime.fromisoformat(given)
    if given := chosen.get("start_time"):
        start = datetime.fromisoformat(given)
    return max(start or end - timedelta(days=days), end - _LONGEST), end


def _labels(counts: Answer, unit: str) -> Iterator[str]:
    step = timedelta(hours=1) if unit == "hour" else timedelta(days=1)
    moment = counts.start_time.moment
    while moment < counts.end_time.moment:
        yield _label(moment, unit)
        moment += step


def _label(moment: datetime, unit: str) -> str:
    shape = "%m-%d %H:00" if unit == "hour" else "%Y-%m-%d"
    return moment.astimezone(UTC).strftime(shape)
