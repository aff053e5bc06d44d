"""The ``Condition`` element, compiled into one test for each operator and key.

Operators are joined by AND, keys under an operator by AND, values of a key by OR.
Source: IAM User Guide, "IAM JSON policy elements: Condition" and "Set operators for
multivalued context keys".
"""

from collections.abc import Callable
from enum import Enum

import msgspec

from kmsportal.core.operation import ContextValue
from kmsportal.iam.engine.document import ConditionElement, Scalar
from kmsportal.iam.engine.model import Context, PolicyError, PolicyLayer
from kmsportal.iam.engine.operators import OPERATORS, Operator, ValueTest

Condition = Callable[[Context], bool]
Values = tuple[ContextValue, ...]

_IF_EXISTS = "IfExists"
_NULL = "Null"
# Developer Guide, "Condition keys for AWS KMS": these two work in IAM policies only.
_ABSENT_FROM_KEY_POLICIES = ("kms:resourcealiases", "aws:resourcetag/")


class SetOperator(Enum):
    """How several values of one request key are taken together."""

    SINGLE = ""
    ALL = "ForAllValues"
    ANY = "ForAnyValue"


class OperatorName(msgspec.Struct, frozen=True):
    """``ForAllValues:StringLikeIfExists`` taken apart."""

    base: str
    set_operator: SetOperator
    is_if_exists: bool


def parse_operator(text: str) -> OperatorName:
    """Take an operator apart; PolicyError when there is none of that name."""
    prefix, colon, name = text.rpartition(":")
    base = name.removesuffix(_IF_EXISTS)
    sets = {member.value for member in SetOperator}
    is_set_known = prefix in sets and bool(prefix) == bool(colon)
    if not is_set_known or not (base in OPERATORS or text == _NULL):
        raise PolicyError(f"Invalid Condition type : {text}.")
    return OperatorName(base, SetOperator(prefix), is_if_exists=base != name)


def compile_conditions(
    element: ConditionElement, *, layer: PolicyLayer, has_variables: bool
) -> tuple[Condition, ...]:
    """Compile a ``Condition`` element; PolicyError for what it cannot mean."""
    return tuple(
        _compile(
            parse_operator(text), key.lower(), _texts(values), layer, has_variables
        )
        for text, keys in element.items()
        for key, values in keys.items()
    )


def _compile(
    name: OperatorName,
    key: str,
    texts: list[str],
    layer: PolicyLayer,
    has_variables: bool,  # noqa: FBT001 - private, one caller above
) -> Condition:
    if not key or not texts:
        raise PolicyError("Syntax errors in policy. A condition is incomplete.")
    is_absent = layer is PolicyLayer.RESOURCE and key.startswith(
        _ABSENT_FROM_KEY_POLICIES
    )
    if name.base == _NULL:
        return _null_condition("" if is_absent else key, texts)
    operator = OPERATORS[name.base]
    test = operator.build(texts, has_variables)
    holds = _joined(name.set_operator, test, is_negated=operator.is_negated)
    on_absence = _holds_without_value(name, operator)
    if is_absent:
        return lambda _context: on_absence

    def condition(context: Context) -> bool:
        values = _values(context.get(key))
        return holds(values, context) if values else on_absence

    return condition


def _joined(
    set_operator: SetOperator, test: ValueTest, *, is_negated: bool
) -> Callable[[Values, Context], bool]:
    """Join the request's values as the set operator says.

    Without a set operator several request values count as one that equals each of
    them, so that a negated operator stays the exact opposite of the plain one.
    """

    def single(values: Values, context: Context) -> bool:
        if len(values) == 1:
            return test(values[0], context) is not is_negated
        return any(test(value, context) for value in values) is not is_negated

    def for_all(values: Values, context: Context) -> bool:
        return all(test(value, context) is not is_negated for value in values)

    def for_any(values: Values, context: Context) -> bool:
        return any(test(value, context) is not is_negated for value in values)

    joins = {
        SetOperator.SINGLE: single,
        SetOperator.ALL: for_all,
        SetOperator.ANY: for_any,
    }
    return joins[set_operator]


def _holds_without_value(name: OperatorName, operator: Operator) -> bool:
    if name.is_if_exists or name.set_operator is SetOperator.ALL:
        return True
    return operator.is_negated and name.set_operator is SetOperator.SINGLE


def _null_condition(key: str, texts: list[str]) -> Condition:
    wanted = {text.lower() for text in texts}
    if not wanted <= {"true", "false"}:
        raise PolicyError("Null takes true or false.")

    def condition(context: Context) -> bool:
        is_absent = not key or not _values(context.get(key))
        return ("true" if is_absent else "false") in wanted

    return condition


def _values(found: ContextValue | None) -> Values:
    """Return the request's values; an empty list counts as an absent key."""
    if found is None:
        return ()
    return found if isinstance(found, tuple) else (found,)


def _texts(values: Scalar | list[Scalar]) -> list[str]:
    return [
        _text(value) for value in (values if isinstance(values, list) else [values])
    ]


def _text(value: Scalar) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
