"""RSAES-OAEP."""

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from keys.algorithms import EncryptionAlgorithm
from keys.crypto import oaep

PRIVATE = rsa.generate_private_key(65537, 2048)
ALGORITHMS = (
    EncryptionAlgorithm.RSAES_OAEP_SHA_1,
    EncryptionAlgorithm.RSAES_OAEP_SHA_256,
)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@given(plaintext=st.binary(max_size=190), bit=st.integers(0, 2047))
def test_what_fits_comes_back_and_no_bit_may_change(
    algorithm: EncryptionAlgorithm, plaintext: bytes, bit: int
) -> None:
    sealed = oaep.encrypt(PRIVATE, plaintext, algorithm=algorithm)
    assert oaep.decrypt(PRIVATE, sealed, algorithm=algorithm) == plaintext
    changed = (int.from_bytes(sealed, "big") ^ 1 << bit).to_bytes(256, "big")
    with pytest.raises(oaep.BrokenCiphertextError):
        oaep.decrypt(PRIVATE, changed, algorithm=algorithm)


@pytest.mark.parametrize(
    ("algorithm", "limit"), list(zip(ALGORITHMS, (214, 190), strict=True))
)
def test_the_longest_plaintext_is_the_longest(
    algorithm: EncryptionAlgorithm, limit: int
) -> None:
    assert oaep.longest_plaintext(PRIVATE, algorithm) == limit
    oaep.encrypt(PRIVATE, bytes(limit), algorithm=algorithm)
    with pytest.raises(ValueError, match=r".*"):
        oaep.encrypt(PRIVATE, bytes(limit + 1), algorithm=algorithm)
