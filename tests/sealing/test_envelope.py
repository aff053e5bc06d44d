"""Wraps open only in the row they were made for, and only unaltered."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmsportal.sealing.envelope import SealBrokenError, unwrap, wrap

KEY = bytes(range(32))
ROWS = st.lists(st.text(max_size=8), min_size=1, max_size=4).map(tuple)


@given(plaintext=st.binary(max_size=100), row=ROWS)
def test_a_wrap_opens_in_its_row(plaintext: bytes, row: tuple[str, ...]) -> None:
    sealed = wrap(KEY, *row, plaintext=plaintext)

    assert unwrap(KEY, *row, sealed=sealed) == plaintext


@given(row=ROWS, other=ROWS)
def test_a_wrap_opens_in_no_other_row(
    row: tuple[str, ...], other: tuple[str, ...]
) -> None:
    sealed = wrap(KEY, *row, plaintext=b"secret")

    if row != other:
        with pytest.raises(SealBrokenError):
            unwrap(KEY, *other, sealed=sealed)


def test_joined_names_are_not_the_same_row() -> None:
    sealed = wrap(KEY, "ab", "c", plaintext=b"secret")

    with pytest.raises(SealBrokenError):
        unwrap(KEY, "a", "bc", sealed=sealed)


def test_any_flipped_bit_is_refused() -> None:
    sealed = wrap(KEY, "row", plaintext=b"secret")

    for bit in range(len(sealed) * 8):
        altered = bytearray(sealed)
        altered[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SealBrokenError):
            unwrap(KEY, "row", sealed=bytes(altered))


def test_any_cut_is_refused() -> None:
    sealed = wrap(KEY, "row", plaintext=b"secret")

    for length in range(len(sealed)):
        with pytest.raises(SealBrokenError):
            unwrap(KEY, "row", sealed=sealed[:length])


def test_another_key_is_refused_by_a_sentence_that_names_the_row() -> None:
    sealed = wrap(KEY, "access-key", "AKIA1", plaintext=b"secret")

    with pytest.raises(SealBrokenError, match="access-key/AKIA1"):
        unwrap(os.urandom(32), "access-key", "AKIA1", sealed=sealed)


def test_the_plaintext_is_not_in_the_wrap() -> None:
    assert b"secret" not in wrap(KEY, "row", plaintext=b"secret")
