"""Markers of pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmsportal.core.pages import open_marker, seal_marker
from tests.world import refused

SECRET = b"s" * 32
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@given(texts, st.lists(texts, max_size=4))
def test_a_marker_tells_where_it_left_off(position: str, scope: list[str]) -> None:
    marker = seal_marker(position, secret=SECRET, scope=scope)
    assert open_marker(marker, secret=SECRET, scope=scope) == position


@given(texts, st.lists(texts, max_size=3), st.lists(texts, max_size=3))
def test_a_marker_is_good_for_one_list(
    position: str, scope: list[str], other: list[str]
) -> None:
    marker = seal_marker(position, secret=SECRET, scope=scope)
    if scope == other:
        return
    with refused("InvalidMarkerException", "The marker is not valid for this request."):
        open_marker(marker, secret=SECRET, scope=other)


def test_the_parts_of_a_list_are_kept_apart() -> None:
    marker = seal_marker("x", secret=SECRET, scope=("ab", "c"))
    with refused("InvalidMarkerException"):
        open_marker(marker, secret=SECRET, scope=("a", "bc"))


def test_another_installation_s_marker_is_refused() -> None:
    marker = seal_marker("x", secret=SECRET, scope=())
    with refused("InvalidMarkerException"):
        open_marker(marker, secret=b"t" * 32, scope=())


@given(st.text(max_size=200))
def test_any_other_text_is_refused(text: str) -> None:
    with refused("InvalidMarkerException"):
        open_marker(text, secret=SECRET, scope=("a",))


@pytest.mark.parametrize("text", ["", "====", "AAAA", "é", "/+/+"])
def test_odd_texts_are_refused(text: str) -> None:
    with refused("InvalidMarkerException"):
        open_marker(text, secret=SECRET, scope=())
