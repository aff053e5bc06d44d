"""Unwrapping imported key material."""

import os
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.keywrap import aes_key_wrap_with_padding
from hypothesis import given
from hypothesis import strategies as st

from keys.algorithms import EncryptionAlgorithm
from keys.crypto import oaep
from keys.crypto.pairs import public_der
from keys.crypto.wrapping import (
    ALGORITHMS,
    BrokenWrapError,
    WrappingAlgorithm,
    unwrap,
)
from tests.keys.imports import wrap

BY_NAME = {algorithm.value: algorithm for algorithm in ALGORITHMS}
TWO_STEPS = WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256


@cache
def private() -> RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def wrap_for_tests(secret: bytes, algorithm: str) -> bytes:
    return wrap(public_der(private().public_key()), secret, algorithm=algorithm)


@given(st.sampled_from(sorted(BY_NAME)), st.binary(min_size=1, max_size=64))
def test_what_was_wrapped_is_unwrapped(name: str, secret: bytes) -> None:
    wrapped = wrap_for_tests(secret, name)
    assert unwrap(private(), wrapped, algorithm=BY_NAME[name]) == secret


@given(st.sampled_from(sorted(BY_NAME)), st.data())
def test_any_flipped_bit_is_refused(name: str, data: st.DataObject) -> None:
    wrapped = bytearray(wrap_for_tests(b"secret of mine", name))
    bit = data.draw(st.integers(0, len(wrapped) * 8 - 1))
    wrapped[bit // 8] ^= 1 << bit % 8
    with pytest.raises(BrokenWrapError):
        unwrap(private(), bytes(wrapped), algorithm=BY_NAME[name])


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_what_is_cut_or_empty_is_refused(name: str) -> None:
    wrapped = wrap_for_tests(bytes(32), name)
    for cut in (b"", wrapped[:-1], wrapped[:-9], wrapped[:255], wrapped + b"x"):
        with pytest.raises(BrokenWrapError):
            unwrap(private(), cut, algorithm=BY_NAME[name])


def test_one_algorithm_does_not_open_the_wrap_of_another() -> None:
    wrapped = wrap_for_tests(bytes(32), "RSAES_OAEP_SHA_1")
    with pytest.raises(BrokenWrapError):
        unwrap(private(), wrapped, algorithm=WrappingAlgorithm.RSAES_OAEP_SHA_256)


def test_the_inner_key_must_be_of_256_bits() -> None:
    inner = os.urandom(16)
    outer = oaep.encrypt(
        private(), inner, algorithm=EncryptionAlgorithm.RSAES_OAEP_SHA_256
    )
    wrapped = outer + aes_key_wrap_with_padding(inner, bytes(32))
    with pytest.raises(BrokenWrapError):
        unwrap(private(), wrapped, algorithm=TWO_STEPS)
