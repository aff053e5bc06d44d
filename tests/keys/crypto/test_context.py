"""Equal contexts have equal bytes, and only equal ones."""

from hypothesis import given
from hypothesis import strategies as st

from keys.crypto.context import canonical_context

CONTEXTS = st.dictionaries(
    st.text(st.characters(), max_size=10), st.text(st.characters(), max_size=10)
)


@given(CONTEXTS, CONTEXTS)
def test_different_contexts_have_different_bytes(
    one: dict[str, str], other: dict[str, str]
) -> None:
    assert (canonical_context(one) == canonical_context(other)) == (one == other)


def test_a_lone_surrogate_is_kept_apart() -> None:
    assert canonical_context({"a": "\ud800"}) != canonical_context({"a": "?"})
