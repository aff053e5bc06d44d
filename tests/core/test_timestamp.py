from datetime import UTC, datetime

import msgspec
import pytest

from kmsportal.core.shapes import (
    Params,
    Timestamp,
    decode_timestamp,
    encode_as_epoch,
    encode_as_iso,
)

NOON = Timestamp(datetime(2026, 11, 23, 12, 0, 0, 123_456, tzinfo=UTC))


def test_each_protocol_spells_a_moment_its_own_way() -> None:
    assert encode_as_epoch(NOON) == 1795435200.123
    assert encode_as_iso(NOON) == "2026-11-23T12:00:00.123Z"


@pytest.mark.parametrize("encode", [encode_as_epoch, encode_as_iso])
def test_nothing_else_is_spelled(encode: object) -> None:
    with pytest.raises(NotImplementedError):
        msgspec.json.encode(object(), enc_hook=encode)  # type: ignore[arg-type]  # one of two hooks


def test_nothing_else_is_read() -> None:
    with pytest.raises(NotImplementedError):
        decode_timestamp(Params, 1)


def test_like_moments_are_equal_wherever_they_were_told() -> None:
    assert decode_timestamp(Timestamp, 0) == decode_timestamp(Timestamp, "1970-01-01")
    assert len({NOON, Timestamp(NOON.moment)}) == 1
    assert NOON.moment != NOON
    assert repr(NOON) == "Timestamp(2026-11-23T12:00:00.123Z)"


def test_a_shape_shows_its_name_alone() -> None:
    assert repr(Params()) == "Params(…)"
