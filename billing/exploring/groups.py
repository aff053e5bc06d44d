"""Groups facts by period and by dimensions or tags.

AWS Cost Explorer Service API Reference, "GroupDefinition".
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from billing.exploring.dimensions import shown_value, value_of
from billing.exploring.facts import Fact
from billing.exploring.inquiry import Inquiry
from billing.exploring.members import Dimension, GroupDefinition, GroupType
from billing.months import HourRange
from kmsportal.core.errors import ValidationException

_MOST_GROUPS = 2


class Row(NamedTuple):
    """The facts of a period that share ``keys``; a total has no keys.

    A period without any group is a row without keys that is no total.
    """

    keys: tuple[str, ...]
    facts: Sequence[Fact]
    is_total: bool = False


def check_grouping(asked: Sequence[GroupDefinition]) -> None:
    """Refuse what cannot be grouped by: ValidationException."""
    if len(asked) > _MOST_GROUPS:
        raise ValidationException("Results can be grouped by at most two keys.")
    for one in asked:
        if one.key is None or one.type is None:
            raise ValidationException("A group has a Type and a Key.")
        if one.type is GroupType.DIMENSION and one.key not in Dimension.__members__:
            raise ValidationException(
                f"Group Definition dimension is invalid: {one.key}"
            )
    if len({(one.type, one.key) for one in asked}) != len(asked):
        raise ValidationException("Results can be grouped once by each key.")


def tags_of(asked: Sequence[GroupDefinition]) -> list[str]:
    """Return the names of the tags that are grouped by."""
    return [one.key or "" for one in asked if one.type is GroupType.TAG]


def rows(
    inquiry: Inquiry, asked: Sequence[GroupDefinition]
) -> list[tuple[HourRange, Row]]:
    """Return the rows of all periods, those without cost too, in their order."""
    buckets = list(inquiry.span.buckets())
    found: dict[HourRange, list[Fact]] = defaultdict(list)
    waiting = iter(buckets)
    bucket = next(waiting)
    for fact in sorted(inquiry.facts(), key=lambda fact: fact.hour):
        while fact.hour >= bucket.ends:
            bucket = next(waiting)
        found[bucket].append(fact)
    return [
        (bucket, row)
        for bucket in buckets
        for row in _rows(inquiry, asked, found[bucket])
    ]


def _rows(
    inquiry: Inquiry, asked: Sequence[GroupDefinition], facts: Sequence[Fact]
) -> list[Row]:
    if not asked:
        return [Row((), facts, is_total=True)]
    gathered: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        keys = tuple([_key(inquiry, one, fact) for one in asked])
        gathered[keys].append(fact)
    return [Row(keys, gathered[keys]) for keys in sorted(gathered)] or [Row((), ())]


def _key(inquiry: Inquiry, one: GroupDefinition, fact: Fact) -> str:
    name = one.key or ""
    if one.type is GroupType.DIMENSION:
        dimension = Dimension[name]
        return shown_value(dimension, value_of(dimension, fact, inquiry.payer))
    if one.type is GroupType.TAG:
        return f"{name}${fact.tags[inquiry.tags.index(name)] or ''}"
    return f"{name}$"
