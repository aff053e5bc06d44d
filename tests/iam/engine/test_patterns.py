"""Wildcard patterns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmsportal.iam.engine.patterns import (
    Wild,
    compile_glob,
    split_at_colons,
    tokenize,
)


def matches(pattern: str, value: str) -> bool:
    return compile_glob(tokenize(pattern))(value)


def naive_match(pattern: str, value: str) -> bool:
    """A table of prefixes: which of them match, one pattern character at a time."""
    row = [not value[:end] for end in range(len(value) + 1)]
    for wanted in pattern:
        if wanted == "*":
            row = [any(row[: end + 1]) for end in range(len(row))]
        else:
            row = [False] + [
                row[end] and wanted in ("?", value[end]) for end in range(len(value))
            ]
    return row[-1]


@pytest.mark.parametrize(
    ("pattern", "value", "expected"),
    [
        ("", "", True),
        ("", "a", False),
        ("*", "", True),
        ("*", "anything", True),
        ("?", "", False),
        ("?", "a", True),
        ("kms:*", "kms:Encrypt", True),
        ("kms:*", "kms", False),
        ("*Key", "CreateKey", True),
        ("*Key", "CreateKeys", False),
        ("a*a", "a", False),
        ("a*b*c", "a-b-b-c", True),
        ("a*b*c", "a-c-b", False),
        ("Re?ncrypt", "ReEncrypt", True),
        ("Re?ncrypt", "Rencrypt", False),
        ("*a?c*", "xxabcxx", True),
        ("*a?c*", "xxacxx", False),
        ("*??*", "x", False),
        ("*??*", "xy", True),
        ("*x??*x?*", "xaxbxa", True),
        ("*a?a*", "ab", False),
        ("*a?b*c", "abc", False),
        ("*a?b*c?d*", "xxxxaxb", False),
        ("*a?a?aa*", "axaxaxaa", True),
        ("É*", "Élan", True),
    ],
)
def test_a_pattern_matches_the_whole_value(
    pattern: str, value: str, *, expected: bool
) -> None:
    assert matches(pattern, value) is expected


@given(st.text("ab*?é", max_size=12), st.text("abé", max_size=12))
def test_the_matcher_agrees_with_a_table_of_prefixes(pattern: str, value: str) -> None:
    assert matches(pattern, value) is naive_match(pattern, value)


@given(st.text(max_size=30))
def test_any_text_matches_itself_and_a_star(value: str) -> None:
    assert compile_glob([value])(value)
    assert matches("*", value)


@pytest.mark.parametrize("pattern", ["*a" * 200 + "b", "*?a" * 200 + "b", "a?" * 2047])
def test_hostile_patterns_take_one_pass(pattern: str) -> None:
    assert not matches(pattern, "a" * 4096)


def test_tokens_are_cut_at_literal_colons_only() -> None:
    tokens = [*tokenize("arn:*"), "a:b", Wild.ONE]
    assert split_at_colons(tokens, 3) == [
        ["arn"],
        ["", Wild.RUN, "", "a"],
        ["b", Wild.ONE],
    ]
    assert split_at_colons(["a:b:c"], 2) == [["a"], ["b:c"]]
