"""The values of one tag, hour by hour, so that costs can be told by them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from billing.models import KeyTagInterval
from billing.months import HourRange, hour_of

Tagged = tuple[str | None, Sequence[HourRange]]


class TagValues:
    """The values of the tag ``name`` on the account's keys within ``span``.

    An hour belongs to the value that held when it ended; None is untagged.
    """

    def __init__(self, account_id: str, name: str, span: HourRange) -> None:
        """Read the account's history of the tag."""
        self._span = span
        self._values: dict[str, list[tuple[str, HourRange]]] = defaultdict(list)
        rows = KeyTagInterval.objects.in_account(account_id).filter(name=name)
        columns = rows.order_by("key_arn", "begins", "id").values_list(
            "key_arn", "value", "begins", "ends"
        )
        for arn, value, begins, ends in columns:
            hours = _within(span, begins, ends)
            if hours.hours > 0:
                self._values[arn].append((value, hours))

    def constant(self, arn: str) -> tuple[str | None] | None:
        """Return the one value of the whole span, in a tuple; None if it changed."""
        values = self._values.get(arn)
        if not values:
            return (None,)
        is_whole = len(values) == 1 and values[0][1] == self._span
        return (values[0][0],) if is_whole else None

    def at(self, arn: str, hour: int) -> str | None:
        for value, hours in self._values.get(arn, ()):
            if hours.begins <= hour < hours.ends:
                return value
        return None

    def split(self, arn: str, ranges: Sequence[HourRange]) -> Iterator[Tagged]:
        """Split a key's hours (disjoint, ascending) by value."""
        found = self.constant(arn)
        if found is not None:
            yield found[0], ranges
            return
        yield from _joined(self._pieces(arn, ranges))

    def _pieces(
        self, arn: str, ranges: Sequence[HourRange]
    ) -> Iterator[tuple[str | None, HourRange]]:
        for begins, ends in ranges:
            at = begins
            for value, hours in self._values[arn]:
                first, last = max(at, hours.begins), min(ends, hours.ends)
                if first < last:
                    yield None, HourRange(at, first)
                    yield value, HourRange(first, last)
                    at = last
            yield None, HourRange(at, ends)


def _joined(pieces: Iterable[tuple[str | None, HourRange]]) -> Iterator[Tagged]:
    by_value: dict[str | None, list[HourRange]] = defaultdict(list)
    for value, hours in pieces:
        if hours.hours > 0:
            by_value[value].append(hours)
    yield from by_value.items()


def _within(span: HourRange, begins: int, ends: int | None) -> HourRange:
    last = span.ends if ends is None else min(hour_of(ends), span.ends)
    return HourRange(max(hour_of(begins), span.begins), last)
