"""Policy variables."""

import pytest

from kmsportal.core.operation import ContextValue
from kmsportal.iam.engine.variables import compile_test, parse_pieces

CONTEXT: dict[str, ContextValue] = {
    "aws:username": "ann",
    "aws:principaltag/team": "a*b",
    "aws:securetransport": True,
    "aws:epochtime": 1700000000,
    "aws:tagkeys": ("one",),
    "x:bytes": b"raw",
}


def holds(
    text: str, value: str, *, has_wildcards: bool = True, has_variables: bool = True
) -> bool:
    pieces = parse_pieces(
        text, has_wildcards=has_wildcards, has_variables=has_variables
    )
    return compile_test([pieces])(value, CONTEXT)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("user/${aws:username}/*", "user/ann/x"),
        ("${AWS:UserName}", "ann"),
        ("${ aws:username }", "ann"),
        ("${aws:PrincipalTag/team}", "a*b"),
        ("${aws:SecureTransport}", "true"),
        ("${aws:EpochTime}", "1700000000"),
        ("${aws:absent, 'all'}", "all"),
        ("${aws:absent,''}x", "x"),
        ("${aws:username, 'all'}", "ann"),
        ("a${*}b${?}c${$}", "a*b?c$"),
        ("open ${aws:username", "open ${aws:username"),
        ("${x${aws:username}", "${xann"),
    ],
)
def test_a_variable_takes_the_value_of_its_key(text: str, value: str) -> None:
    assert holds(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("${aws:PrincipalTag/team}", "a-b"),
        ("a${*}b", "a-b"),
        ("${aws:absent}", ""),
        ("*${aws:absent}*", "anything"),
        ("${aws:TagKeys}", "one"),
        ("${x:bytes}", "raw"),
        ("${}", ""),
        ("${aws:username}${aws:username}", "ann"),
    ],
)
def test_a_value_put_in_is_literal_and_an_absent_one_matches_nothing(
    text: str, value: str
) -> None:
    assert not holds(text, value)


def test_older_versions_take_variables_as_text() -> None:
    assert holds("${aws:username}", "${aws:username}", has_variables=False)
    assert not holds("${aws:username}", "ann", has_variables=False)


def test_values_without_wildcards_are_literal() -> None:
    assert holds("a*${aws:username}?", "a*ann?", has_wildcards=False)
    assert not holds("a*", "ab", has_wildcards=False)
