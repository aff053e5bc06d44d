"""Filters of Cost Explorer: whether a fact is one of those that are looked for.

AWS Cost Explorer Service API Reference, "Expression".
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from billing.exploring.dimensions import Payer, shown_value, value_of
from billing.exploring.facts import Fact
from billing.exploring.members import (
    DimensionValues,
    Expression,
    MatchOption,
    TagValues,
)
from kmsportal.core.errors import ValidationException

Test = Callable[[Fact], bool]
_MOST_DEPTH = 32
_COMPARED: Mapping[MatchOption, Callable[[str, str], bool]] = {
    MatchOption.EQUALS: str.__eq__,
    MatchOption.STARTS_WITH: str.startswith,
    MatchOption.ENDS_WITH: str.endswith,
    MatchOption.CONTAINS: str.__contains__,
    MatchOption.GREATER_THAN_OR_EQUAL: str.__ge__,
}


def check_filter(expression: Expression | None, depth: int = 0) -> None:
    """Refuse an expression that could not be meant: ValidationException."""
    if expression is None:
        return
    if depth > _MOST_DEPTH:
        raise ValidationException("The filter is nested too deeply.")
    _check_one(expression)
    for part in _nested(expression):
        check_filter(part, depth + 1)
    _check_leaf(expression.dimensions)
    _check_leaf(expression.tags)


def tags_in(expression: Expression | None) -> Iterator[str]:
    """Yield the names of the tags that a filter asks about."""
    if expression is None:
        return
    for part in _nested(expression):
        yield from tags_in(part)
    if expression.tags is not None and expression.tags.key is not None:
        yield expression.tags.key


def test_of(expression: Expression | None, tags: Sequence[str], payer: Payer) -> Test:
    """Return the test that a filter is; everything passes without one.

    ``tags`` are the names whose values facts carry, in that order.
    """
    if expression is None:
        return lambda _fact: True
    nested = [test_of(part, tags, payer) for part in _nested(expression)]
    if expression.and_ is not None:
        return lambda fact: all(test(fact) for test in nested)
    if expression.or_ is not None:
        return lambda fact: any(test(fact) for test in nested)
    if expression.not_ is not None:
        return lambda fact: not nested[0](fact)
    return _leaf_test(expression, tags, payer)


def _leaf_test(expression: Expression, tags: Sequence[str], payer: Payer) -> Test:
    if expression.dimensions is not None:
        return _dimension_test(expression.dimensions, payer)
    if expression.tags is not None:
        return _tag_test(expression.tags, tags)
    # There are no cost categories here, so only their absence is found.
    options = getattr(expression.cost_categories, "match_options", None) or ()
    return lambda _fact: MatchOption.ABSENT in options


def _dimension_test(leaf: DimensionValues, payer: Payer) -> Test:
    key, options = leaf.key, leaf.match_options or [MatchOption.EQUALS]
    if key is None:
        raise ValidationException("Dimension key is required.")
    if MatchOption.ABSENT in options:
        return lambda fact: not value_of(key, fact, payer)
    wanted = leaf.values or []

    def is_wanted(fact: Fact) -> bool:
        value = value_of(key, fact, payer)
        return _matches(value, wanted, options) or shown_value(key, value) in wanted

    return is_wanted


def _tag_test(leaf: TagValues, tags: Sequence[str]) -> Test:
    place = tags.index(leaf.key or "")
    options = leaf.match_options or [MatchOption.EQUALS]
    if MatchOption.ABSENT in options:
        return lambda fact: fact.tags[place] is None
    wanted = leaf.values
    if not wanted:
        return lambda fact: fact.tags[place] is not None
    # An empty value stands for what has no such tag.
    return lambda fact: _matches(fact.tags[place] or "", wanted, options)


def _matches(value: str, wanted: Sequence[str], options: Sequence[MatchOption]) -> bool:
    if MatchOption.CASE_INSENSITIVE in options:
        value, wanted = value.casefold(), [one.casefold() for one in wanted]
    compare = next(
        (_COMPARED[option] for option in options if option in _COMPARED), str.__eq__
    )
    return any(compare(value, one) for one in wanted)


def _nested(expression: Expression) -> list[Expression]:
    alone = [expression.not_] if expression.not_ is not None else []
    return [*(expression.and_ or ()), *(expression.or_ or ()), *alone]


def _check_one(expression: Expression) -> None:
    members = (
        expression.and_,
        expression.or_,
        expression.not_,
        expression.dimensions,
        expression.tags,
        expression.cost_categories,
    )
    if sum(member is not None for member in members) != 1:
        raise ValidationException(
            "Expression can only have one root operator, and must have one:"
            " Or, And, Not, Dimensions, Tags or CostCategories."
        )
    for operands in (expression.and_, expression.or_):
        if operands is not None and len(operands) < 2:  # noqa: PLR2004 - AWS's rule
            raise ValidationException("And and Or have at least two operands.")


def _check_leaf(leaf: DimensionValues | TagValues | None) -> None:
    if leaf is None:
        return
    if leaf.key is None:
        raise ValidationException("The key of a filter is required.")
    is_absence = MatchOption.ABSENT in (leaf.match_options or ())
    if isinstance(leaf, DimensionValues) and not leaf.values and not is_absence:
        raise ValidationException(f"Values are required for {leaf.key.value}.")
