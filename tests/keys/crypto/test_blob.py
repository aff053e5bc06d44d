"""Ciphertext blobs round-trip, and nothing about them can be changed."""

import os

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from keys.crypto.blob import (
    HEADER_BYTES,
    BlobName,
    BrokenBlobError,
    decrypt,
    encrypt,
    name_prefix,
    read_name,
)

MATERIAL = bytes(range(32))
NAME = BlobName("111122223333", "1234abcd-12ab-34cd-56ef-1234567890ab", "ab" * 32)
MULTI_REGION = BlobName("000000000001", "mrk-" + "ab" * 16, "01" * 32)
CONTEXTS = st.dictionaries(st.text(max_size=20), st.text(max_size=20), max_size=5)


@given(plaintext=st.binary(max_size=4096), context=CONTEXTS)
def test_a_blob_opens_with_its_context(
    plaintext: bytes, context: dict[str, str]
) -> None:
    blob = encrypt(MATERIAL, name_prefix(NAME), plaintext=plaintext, context=context)

    assert decrypt(MATERIAL, blob=blob, context=context) == plaintext
    assert len(blob) == HEADER_BYTES + len(plaintext) + 16


@given(context=CONTEXTS, other=CONTEXTS)
def test_a_blob_opens_with_no_other_context(
    context: dict[str, str], other: dict[str, str]
) -> None:
    assume(context != other)
    blob = encrypt(MATERIAL, name_prefix(NAME), plaintext=b"x", context=context)

    with pytest.raises(BrokenBlobError):
        decrypt(MATERIAL, blob=blob, context=other)


def test_the_order_of_the_pairs_does_not_matter() -> None:
    prefix = name_prefix(NAME)
    blob = encrypt(MATERIAL, prefix, plaintext=b"x", context={"a": "1", "b": "2"})

    assert decrypt(MATERIAL, blob=blob, context={"b": "2", "a": "1"}) == b"x"


def test_an_eight_kilobyte_context_is_bound_too() -> None:
    context = {"a": "v" * 8192}
    blob = encrypt(MATERIAL, name_prefix(NAME), plaintext=b"x", context=context)

    assert decrypt(MATERIAL, blob=blob, context=context) == b"x"
    with pytest.raises(BrokenBlobError):
        decrypt(MATERIAL, blob=blob, context={"a": "v" * 8191})


@pytest.mark.parametrize("name", [NAME, MULTI_REGION])
def test_a_blob_says_which_key_made_it(name: BlobName) -> None:
    blob = encrypt(MATERIAL, name_prefix(name), plaintext=b"x", context={})

    assert read_name(blob) == name


def test_any_flipped_bit_is_refused() -> None:
    blob = encrypt(MATERIAL, name_prefix(NAME), plaintext=b"text", context={"a": "b"})

    for bit in range(len(blob) * 8):
        altered = bytearray(blob)
        altered[bit // 8] ^= 1 << bit % 8
        with pytest.raises(BrokenBlobError):
            decrypt(MATERIAL, blob=bytes(altered), context={"a": "b"})


def test_any_cut_or_trailing_byte_is_refused() -> None:
    blob = encrypt(MATERIAL, name_prefix(NAME), plaintext=b"text", context={})

    for altered in [blob[:length] for length in range(HEADER_BYTES, len(blob))]:
        with pytest.raises(BrokenBlobError):
            decrypt(MATERIAL, blob=altered, context={})
    with pytest.raises(BrokenBlobError):
        decrypt(MATERIAL, blob=blob + b"\0", context={})


@given(st.binary(max_size=200))
def test_what_is_no_blob_is_refused_and_nothing_else(blob: bytes) -> None:
    try:
        read_name(blob)
    except BrokenBlobError:
        return
    assert blob[0] == 1


def test_equal_plaintexts_give_different_blobs() -> None:
    prefix = name_prefix(NAME)
    blobs = {encrypt(MATERIAL, prefix, plaintext=b"x", context={}) for _ in range(50)}

    assert len(blobs) == 50


def test_another_material_does_not_open_it() -> None:
    blob = encrypt(MATERIAL, name_prefix(NAME), plaintext=b"x", context={})

    with pytest.raises(BrokenBlobError):
        decrypt(os.urandom(32), blob=blob, context={})
