"""Conditions: each operator, its forms, and what a missing key does to them."""

from collections.abc import Mapping
from typing import Any

import pytest

from kmsportal.core.operation import ContextValue
from kmsportal.iam.engine import PolicyError, PolicyLayer
from kmsportal.iam.engine.conditions import compile_conditions
from kmsportal.iam.engine.operators import OPERATORS

KEY = "x:key"
NEGATED = sorted(name for name, found in OPERATORS.items() if found.is_negated)
POSITIVE = sorted(OPERATORS.keys() - set(NEGATED))


def holds(
    element: dict[str, Any],
    context: Mapping[str, ContextValue],
    layer: PolicyLayer = PolicyLayer.IDENTITY,
) -> bool:
    conditions = compile_conditions(element, layer=layer, has_variables=True)
    return all(condition(dict(context)) for condition in conditions)


def compare(operator: str, wanted: object, value: ContextValue) -> bool:
    return holds({operator: {KEY: wanted}}, {KEY: value})


def sample(operator: str) -> str:
    """Return a policy value that ``operator`` takes."""
    samples = {"Numeric": "1", "Date": "1", "Bool": "true", "Ip": "::1", "NotIp": "::1"}
    return next(
        (value for start, value in samples.items() if operator.startswith(start)),
        "YQ==",
    )


@pytest.mark.parametrize(
    ("operator", "wanted", "value", "expected"),
    [
        ("StringEquals", "a", "a", True),
        ("StringEquals", "a", "A", False),
        ("StringEquals", "a*", "ab", False),
        ("StringEquals", ["a", "b"], "b", True),
        ("StringEquals", 7, "7", True),
        ("StringEquals", True, True, True),
        ("StringEquals", "a", b"a", False),
        ("StringEqualsIgnoreCase", "Ab", "aB", True),
        ("StringEqualsIgnoreCase", "${x:key}", "aB", True),
        ("StringEqualsIgnoreCase", "ab", "ac", False),
        ("StringLike", "s3.*.amazonaws.com", "s3.eu-west-1.amazonaws.com", True),
        ("StringLike", "S3.*", "s3.x", False),
        ("StringLike", "?", "ab", False),
        ("StringLike", "*${x:absent}", "ab", False),
        ("NumericEquals", "7", 7, True),
        ("NumericEquals", "7.0", "7", True),
        ("NumericEquals", 7, True, False),
        ("NumericEquals", 7, "seven", False),
        ("NumericLessThan", "7", 6.5, True),
        ("NumericLessThan", "7", 7, False),
        ("NumericLessThanEquals", "7", 7, True),
        ("NumericGreaterThan", -1, 0, True),
        ("NumericGreaterThan", "7", 7, False),
        ("NumericGreaterThanEquals", "7", 7, True),
        ("NumericGreaterThanEquals", "7", "6", False),
        ("DateEquals", "2026-11-23T12:00:00Z", "2026-11-23T13:00:00+01:00", True),
        ("DateEquals", "2026-11-23", "2026-11-23T00:00Z", True),
        ("DateEquals", "2026", "2026-01-01", True),
        ("DateEquals", "2026-02", "2026-02-01T00:00:00", True),
        ("DateEquals", "1970-01-02", 86400, True),
        ("DateEquals", "86400", "1970-01-02", True),
        ("DateEquals", "2026-11-23", "never", False),
        ("DateEquals", "2026-11-23", "2026-13-40", False),
        ("DateLessThan", "2026-11-23T12:00:00.5Z", "2026-11-23T12:00:00.25Z", True),
        ("DateLessThanEquals", "2026-11-23", "2026-11-24", False),
        ("DateGreaterThan", "2026-11-23", "2026-11-24", True),
        ("DateGreaterThanEquals", "2026-11-23", 0, False),
        ("Bool", "true", True, True),
        ("Bool", "True", "true", True),
        ("Bool", False, False, True),
        ("Bool", False, True, False),
        ("Bool", "${x:key}", True, True),
        ("BinaryEquals", "YQ==", b"a", True),
        ("BinaryEquals", "YQ==", b"b", False),
        ("BinaryEquals", "YQ==", "a", False),
        ("IpAddress", "10.0.0.0/8", "10.1.2.3", True),
        ("IpAddress", "10.0.0.1/8", "10.1.2.3", True),
        ("IpAddress", "10.0.0.1", "10.0.0.1", True),
        ("IpAddress", "10.0.0.1", "10.0.0.2", False),
        ("IpAddress", "10.0.0.0/8", "::ffff:10.0.0.1", True),
        ("IpAddress", "2001:db8::/32", "2001:db8::1", True),
        ("IpAddress", "2001:db8::1", "10.0.0.1", False),
        ("IpAddress", "10.0.0.0/8", "elsewhere", False),
        ("IpAddress", "0.0.0.0/0", 7, False),
        ("ArnLike", "arn:aws:s3:::b*", "arn:aws:s3:::bucket/a:b", True),
        ("ArnLike", "arn:aws:*:1:key", "arn:aws:kms:us:1:key", False),
        ("ArnLike", "arn:*:*:*:*:role/x", "arn:aws:iam::1:role/x", True),
        ("ArnLike", "arn:aws:iam:*:role/x", "arn:aws:iam::1:role/x", False),
        ("ArnLike", "arn:aws:iam::?:role/*", "arn:aws:iam::1:role/a/b", True),
        ("ArnLike", "${x:key}", "arn:aws:iam::1:role/x", True),
        ("ArnLike", "*", "arn:aws:iam::1:role/x", True),
        ("ArnLike", "arn:aws:iam::1:role/x", "role/x", False),
        ("ArnLike", "arn:aws", "arn:aws", False),
        ("ArnEquals", "arn:aws:iam::1:role/*", "arn:aws:iam::1:role/x", True),
    ],
)
def test_an_operator_compares(
    operator: str, wanted: object, value: ContextValue, *, expected: bool
) -> None:
    assert compare(operator, wanted, value) is expected


@pytest.mark.parametrize(
    ("negated", "positive"),
    [
        ("StringNotEquals", "StringEquals"),
        ("StringNotEqualsIgnoreCase", "StringEqualsIgnoreCase"),
        ("StringNotLike", "StringLike"),
        ("NumericNotEquals", "NumericEquals"),
        ("DateNotEquals", "DateEquals"),
        ("NotIpAddress", "IpAddress"),
        ("ArnNotEquals", "ArnEquals"),
        ("ArnNotLike", "ArnLike"),
    ],
)
def test_a_negated_operator_is_the_opposite(negated: str, positive: str) -> None:
    wanted = [sample(positive)]
    for value in ("YQ==", "1", "::1", 1, True, b"x", ("1", "2"), ("::1", "x")):
        assert compare(negated, wanted, value) is not compare(positive, wanted, value)


def test_every_operator_of_the_reference_is_there() -> None:
    assert len(OPERATORS) == 26
    assert len(NEGATED) == 8


def test_a_negated_operator_needs_every_value_to_differ() -> None:
    assert compare("StringNotEquals", ["a", "b"], "c")
    assert not compare("StringNotEquals", ["a", "b"], "b")


@pytest.mark.parametrize("operator", sorted(OPERATORS))
def test_a_missing_key(operator: str) -> None:
    def missing(name: str) -> bool:
        absent = holds({name: {KEY: sample(operator)}}, {})
        assert absent is holds({name: {KEY: sample(operator)}}, {KEY: ()})
        return absent

    assert missing(operator) is (operator in NEGATED)
    assert missing(f"{operator}IfExists")
    assert missing(f"ForAllValues:{operator}")
    assert missing(f"ForAllValues:{operator}IfExists")
    assert not missing(f"ForAnyValue:{operator}")
    assert missing(f"ForAnyValue:{operator}IfExists")


@pytest.mark.parametrize("operator", POSITIVE)
def test_if_exists_still_tests_a_key_that_is_there(operator: str) -> None:
    wanted = sample(operator)
    assert not compare(f"{operator}IfExists", wanted, "other")


@pytest.mark.parametrize(
    ("operator", "wanted", "values", "expected"),
    [
        ("ForAllValues:StringEquals", ["a", "b"], ("a", "b"), True),
        ("ForAllValues:StringEquals", ["a", "b"], ("a", "c"), False),
        ("ForAllValues:StringEquals", "a", "a", True),
        ("ForAnyValue:StringEquals", ["a"], ("a", "c"), True),
        ("ForAnyValue:StringEquals", ["a"], ("b", "c"), False),
        ("ForAllValues:StringNotEquals", ["a"], ("b", "c"), True),
        ("ForAllValues:StringNotEquals", ["a"], ("a", "c"), False),
        ("ForAnyValue:StringNotEquals", ["a"], ("a", "c"), True),
        ("ForAnyValue:StringNotEquals", ["a", "c"], ("a", "c"), False),
        ("ForAnyValue:StringLikeIfExists", ["a*"], ("b", "ab"), True),
        ("StringEquals", "a", ("a", "c"), True),
        ("StringNotEquals", "a", ("a", "c"), False),
    ],
)
def test_set_operators_take_several_values_together(
    operator: str, wanted: object, values: ContextValue, *, expected: bool
) -> None:
    assert compare(operator, wanted, values) is expected


@pytest.mark.parametrize(
    ("wanted", "when_absent", "when_present"),
    [
        ("true", True, False),
        (True, True, False),
        ("False", False, True),
        (["true", "false"], True, True),
    ],
)
def test_null_asks_whether_the_key_is_absent(
    wanted: object, *, when_absent: bool, when_present: bool
) -> None:
    assert holds({"Null": {KEY: wanted}}, {}) is when_absent
    assert holds({"Null": {KEY: wanted}}, {KEY: ()}) is when_absent
    assert holds({"Null": {KEY: wanted}}, {KEY: "x"}) is when_present


def test_operators_and_keys_must_all_hold() -> None:
    element = {
        "StringEquals": {"a:one": "1", "a:two": "2"},
        "Bool": {"a:three": "true"},
    }
    context: dict[str, ContextValue] = {"a:one": "1", "a:two": "2", "a:three": True}
    assert holds(element, context)
    for key in context:
        assert not holds(element, context | {key: "no"})


def test_key_names_ignore_case() -> None:
    element = {"StringEquals": {"kms:EncryptionContext:App": "x"}}
    assert holds(element, {"kms:encryptioncontext:app": "x"})


@pytest.mark.parametrize("key", ["kms:ResourceAliases", "aws:ResourceTag/team"])
def test_some_keys_are_absent_from_key_policies(key: str) -> None:
    context = {key.lower(): "x"}
    plain, negated = {"StringEquals": {key: "x"}}, {"StringNotEquals": {key: "x"}}
    assert holds(plain, context)
    assert not holds(plain, context, PolicyLayer.RESOURCE)
    assert holds(negated, context, PolicyLayer.RESOURCE)
    assert holds({"Null": {key: "true"}}, context, PolicyLayer.RESOURCE)


@pytest.mark.parametrize(
    "operator",
    [
        "",
        "Equals",
        "stringequals",
        "NullIfExists",
        "ForAllValues:Null",
        "ForSome:StringEquals",
        ":StringEquals",
        "ForAllValues:ForAnyValue:StringEquals",
        "StringEqualsIfExistsIfExists",
    ],
)
def test_an_unknown_operator_is_refused(operator: str) -> None:
    with pytest.raises(PolicyError, match="Invalid Condition type"):
        holds({operator: {KEY: "x"}}, {})


@pytest.mark.parametrize(
    ("operator", "wanted"),
    [
        ("NumericEquals", "one"),
        ("NumericEquals", "1e9"),
        ("NumericEquals", "${x:key}"),
        ("DateEquals", "yesterday"),
        ("DateEquals", "9999-12-31T23:59:00-12:00"),
        ("Bool", "maybe"),
        ("BinaryEquals", "?"),
        ("BinaryEquals", "é"),
        ("IpAddress", "10.0.0.*"),
        ("Null", "maybe"),
    ],
)
def test_a_value_that_the_operator_cannot_compare_is_refused(
    operator: str, wanted: str
) -> None:
    with pytest.raises(PolicyError):
        holds({operator: {KEY: wanted}}, {})
