"""A NUL is found wherever it stands; nothing else is refused."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmsportal.core.shapes import Params, Part, Timestamp
from kmsportal.core.texts import refuse_unstorable
from tests.wire.refusals import refused


class Inner(Part, frozen=True, kw_only=True):
    text: str = ""


class Outer(Params, frozen=True, kw_only=True):
    text: str = ""
    several: list[Inner] | None = None
    context: dict[str, str] | None = None
    blob: bytes = b""
    moment: Timestamp | None = None


@pytest.mark.parametrize(
    "params",
    [
        Outer(text="a\0"),
        Outer(several=[Inner(), Inner(text="\0")]),
        Outer(context={"\0": "a"}),
        Outer(context={"a": "\0"}),
    ],
)
def test_a_nul_is_refused(params: Outer) -> None:
    with refused("ValidationException", "U+0000"):
        refuse_unstorable(params)


@given(text=st.text(st.characters(exclude_characters="\0")), blob=st.binary())
def test_anything_else_is_not(text: str, blob: bytes) -> None:
    refuse_unstorable(Outer(text=text, context={text: text}, blob=blob))
    now = Timestamp(datetime.now(UTC))
    refuse_unstorable(Outer(text="\\u0000", several=[Inner(text=text)], moment=now))
