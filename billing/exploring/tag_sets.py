"""The values of several tags at once, hour by hour."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from billing.months import HourRange
from billing.tags import Tagged, TagValues


class TagSets:
    """What ``TagValues`` is for one tag, for all of ``names``.

    A set of values goes as one text, JSON, so that pricing carries it like one value.
    """

    def __init__(self, account_id: str, names: Sequence[str], span: HourRange) -> None:
        """Read the account's history of each tag."""
        self._names = names
        self._tags = [TagValues(account_id, name, span) for name in names]

    def constant(self, arn: str) -> tuple[str] | None:
        """Return the one set of the whole span, in a tuple; None if any changed."""
        values = []
        for tag in self._tags:
            found = tag.constant(arn)
            if found is None:
                return None
            values.append(found[0])
        return (_spell(values),)

    def at(self, arn: str, hour: int) -> str:
        return _spell([tag.at(arn, hour) for tag in self._tags])

    def split(self, arn: str, ranges: Sequence[HourRange]) -> Iterator[Tagged]:
        """Split a key's hours (disjoint, ascending) by set."""
        return (
            (_spell(values), hours) for values, hours in self._split(arn, ranges, 0)
        )

    def values(self, text: str | None) -> tuple[str | None, ...]:
        """Read a set back; all None for what is not of a key."""
        if not text:
            return (None,) * len(self._names)
        return msgspec.json.decode(text, type=tuple[str | None, ...])

    def _split(
        self, arn: str, ranges: Sequence[HourRange], number: int
    ) -> Iterable[tuple[list[str | None], Sequence[HourRange]]]:
        if number == len(self._tags):
            yield [], ranges
            return
        for value, hours in self._tags[number].split(arn, ranges):
            for others, piece in self._split(arn, hours, number + 1):
                yield [value, *others], piece


def _spell(values: Sequence[str | None]) -> str:
    return msgspec.json.encode(values).decode()
