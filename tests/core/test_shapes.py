from typing import Annotated

import msgspec
import pytest

from kmsportal.core.shapes import (
    SECRET,
    Params,
    Timestamp,
    decode_timestamp,
    matching,
    secret_members,
)


class Login(Params, frozen=True):
    name: Annotated[str, matching("a|b")]
    password: Annotated[str, SECRET]
    optional: Annotated[bytes, msgspec.Meta(max_length=2), SECRET] | None = None
    several: list[Annotated[str, SECRET]] | None = None


def test_a_secret_is_found_however_deep_its_mark_stands() -> None:
    assert secret_members(Login) == {"password", "optional", "several"}


@pytest.mark.parametrize("name", ["a", "b"])
def test_a_pattern_matches_all_of_a_text(name: str) -> None:
    assert msgspec.convert({"Name": name, "Password": ""}, Login).name == name


@pytest.mark.parametrize("name", ["", "ab", "a\n", "\na", "xb", "ax"])
def test_a_pattern_refuses_a_text_that_merely_holds_it(name: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"Name": name, "Password": ""}, Login)


@pytest.mark.parametrize("value", [True, None, [], "x", 1e30, -1e30, float("inf")])
def test_what_is_no_moment_is_a_value_error(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - msgspec asks for this type alone
        decode_timestamp(Timestamp, value)


def test_a_moment_without_a_zone_is_in_utc() -> None:
    moment = decode_timestamp(Timestamp, "2026-11-23T12:00:00")
    assert moment == decode_timestamp(Timestamp, "2026-11-23T13:00:00+01:00")
    assert moment.iso() == "2026-11-23T12:00:00.000Z"
