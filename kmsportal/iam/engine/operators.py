"""The condition operators: one policy value becomes a test of one request value.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
"""

import base64
import binascii
import ipaddress
import operator
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache

import msgspec

from kmsportal.core.operation import ContextValue
from kmsportal.iam.engine.model import Context, PolicyError
from kmsportal.iam.engine.patterns import (
    Matcher,
    Token,
    Wild,
    compile_any,
    compile_glob,
    split_at_colons,
)
from kmsportal.iam.engine.variables import Compiler, compile_test, parse_pieces, text_of

ValueTest = Callable[[ContextValue, Context], bool]
"""Tests one request value; a value of an unfit type fails."""
Build = Callable[[Sequence[str], bool], ValueTest]
"""Compiles policy values into a test that any of them passes; the flag says whether
variables have effect."""

_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{1,40})?")
_DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})"
    r"(?:T([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)(Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?"
)
_ARN_PARTS = 6


class Operator(msgspec.Struct, frozen=True):
    """How to build the test of policy values, and whether the result is negated."""

    build: Build
    is_negated: bool = False


def _text_operator(compiler: Compiler, *, has_wildcards: bool) -> Build:
    def build(policy_values: Sequence[str], has_variables: bool) -> ValueTest:  # noqa: FBT001 - one signature for all operators, called by position only
        patterns = [
            parse_pieces(text, has_wildcards=has_wildcards, has_variables=has_variables)
            for text in policy_values
        ]
        matches = compile_test(patterns, compiler)

        def test(value: ContextValue, context: Context) -> bool:
            text = text_of(value)
            return text is not None and matches(text, context)

        return test

    return build


def _each(build_one: Callable[[str], ValueTest]) -> Build:
    """Build the values of an operator that knows no variables, one by one."""

    def build(policy_values: Sequence[str], _has_variables: bool) -> ValueTest:  # noqa: FBT001 - as above
        tests = [build_one(text) for text in policy_values]
        return lambda value, context: any(test(value, context) for test in tests)

    return build


def _compile_folded(patterns: Sequence[tuple[Token, ...]]) -> Matcher:
    matches = compile_any(
        [token.lower() if isinstance(token, str) else token for token in pattern]
        for pattern in patterns
    )
    return lambda value: matches(value.lower())


def _compile_arns(patterns: Sequence[tuple[Token, ...]]) -> Matcher:
    matchers = [_compile_arn(pattern) for pattern in patterns]
    return lambda value: any(matches(value) for matches in matchers)


def _compile_arn(tokens: tuple[Token, ...]) -> Matcher:
    """Match the six parts one by one, so that ``*`` crosses no colon but the last."""
    parts = split_at_colons(tokens, _ARN_PARTS)
    if len(parts) != _ARN_PARTS:
        is_any = [token for token in tokens if token] == [Wild.RUN]
        return lambda _value: is_any
    matchers = [compile_glob(part) for part in parts]

    def matches(value: str) -> bool:
        pieces = value.split(":", _ARN_PARTS - 1)
        return len(pieces) == _ARN_PARTS and all(
            matcher(piece) for matcher, piece in zip(matchers, pieces, strict=True)
        )

    return matches


_text = _text_operator(compile_any, has_wildcards=False)
_folded_text = _text_operator(_compile_folded, has_wildcards=False)
_like = _text_operator(compile_any, has_wildcards=True)
_arn = _text_operator(_compile_arns, has_wildcards=True)


def _bool(policy_values: Sequence[str], has_variables: bool) -> ValueTest:  # noqa: FBT001 - as above
    for text in policy_values:
        is_variable = has_variables and "${" in text
        if not is_variable and text.lower() not in {"true", "false"}:
            raise PolicyError(f"{text} is not true or false.")
    return _folded_text(policy_values, has_variables)


def _binary(policy_value: str) -> ValueTest:
    try:
        expected = base64.b64decode(policy_value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise PolicyError(f"{policy_value} is not base64.") from error
    return lambda value, _context: value == expected


def _ip(policy_value: str) -> ValueTest:
    try:
        network = ipaddress.ip_network(policy_value, strict=False)
    except ValueError as error:
        raise PolicyError(f"{policy_value} is not an IP address range.") from error

    def test(value: ContextValue, _context: Context) -> bool:
        address = _address(value if isinstance(value, str) else "")
        return address is not None and address in network

    return test


@lru_cache(maxsize=4096)
def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


def _ordered(
    read: Callable[[ContextValue], Decimal | None],
    compare: Callable[[Decimal, Decimal], bool],
    kind: str,
) -> Build:
    def build_one(policy_value: str) -> ValueTest:
        limit = read(policy_value)
        if limit is None:
            raise PolicyError(f"{policy_value} is not a {kind}.")

        def test(value: ContextValue, _context: Context) -> bool:
            number = read(value)
            return number is not None and compare(number, limit)

        return test

    return _each(build_one)


def _number(value: ContextValue) -> Decimal | None:
    text = None if isinstance(value, bool) else text_of(value)
    return Decimal(text) if text is not None and _NUMBER.fullmatch(text) else None


def _moment(value: ContextValue) -> Decimal | None:
    """Read epoch seconds or a date of the W3C profile of ISO 8601; UTC by default."""
    found = _DATE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return _number(value)
    year, month, day, time, zone = found.groups()
    text = f"{year}-{month or '01'}-{day or '01'}T{time or '00:00'}{zone or 'Z'}"
    try:
        moment = datetime.fromisoformat(text)
        return Decimal(str(moment.astimezone(UTC).timestamp()))
    except (ValueError, OverflowError):
        return None


_ORDERS: dict[str, tuple[Callable[[Decimal, Decimal], bool], bool]] = {
    "Equals": (operator.eq, False),
    "NotEquals": (operator.eq, True),
    "LessThan": (operator.lt, False),
    "LessThanEquals": (operator.le, False),
    "GreaterThan": (operator.gt, False),
    "GreaterThanEquals": (operator.ge, False),
}

OPERATORS: dict[str, Operator] = {
    "StringEquals": Operator(_text),
    "StringNotEquals": Operator(_text, is_negated=True),
    "StringEqualsIgnoreCase": Operator(_folded_text),
    "StringNotEqualsIgnoreCase": Operator(_folded_text, is_negated=True),
    "StringLike": Operator(_like),
    "StringNotLike": Operator(_like, is_negated=True),
    "ArnEquals": Operator(_arn),
    "ArnLike": Operator(_arn),
    "ArnNotEquals": Operator(_arn, is_negated=True),
    "ArnNotLike": Operator(_arn, is_negated=True),
    "Bool": Operator(_bool),
    "BinaryEquals": Operator(_each(_binary)),
    "IpAddress": Operator(_each(_ip)),
    "NotIpAddress": Operator(_each(_ip), is_negated=True),
    **{
        f"{kind}{name}": Operator(_ordered(read, compare, kind.lower()), is_negated)
        for kind, read in (("Numeric", _number), ("Date", _moment))
        for name, (compare, is_negated) in _ORDERS.items()
    },
}
