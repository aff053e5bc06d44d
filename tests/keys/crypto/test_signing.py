"""Signing: whatever is signed verifies, and nothing else does."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keys.algorithms import MessageType, SigningAlgorithm, algorithms_of
from keys.crypto.pairs import PrivateKey, new_private_key
from keys.crypto.signing import (
    BadSignatureError,
    digest_bytes,
    message_types_of,
    sign,
    verify,
)
from keys.specs import KeySpec, KeyUsage

PAIRS: dict[KeySpec, PrivateKey] = {
    spec: new_private_key(spec)
    for spec in (
        KeySpec.RSA_2048,
        KeySpec.ECC_NIST_P256,
        KeySpec.ECC_NIST_P521,
        KeySpec.ECC_NIST_EDWARDS25519,
        KeySpec.ML_DSA_44,
    )
}
WAYS = [
    (spec, algorithm, kind)
    for spec in PAIRS
    for algorithm in algorithms_of(spec, KeyUsage.SIGN_VERIFY)
    if isinstance(algorithm, SigningAlgorithm)
    for kind in sorted(message_types_of(algorithm), key=lambda kind: kind.value)
]


@pytest.mark.parametrize(("spec", "algorithm", "kind"), WAYS)
@settings(max_examples=25)
@given(seed=st.binary(max_size=64), flipped=st.integers(min_value=0))
def test_a_signature_is_of_one_message_and_no_bit_of_it_may_change(
    spec: KeySpec,
    algorithm: SigningAlgorithm,
    kind: MessageType,
    seed: bytes,
    flipped: int,
) -> None:
    private = PAIRS[spec]
    message = fit(seed, algorithm, kind)
    signature = sign(private, message, algorithm=algorithm, message_type=kind)
    public = private.public_key()
    verify(public, message, signature=signature, algorithm=algorithm, message_type=kind)
    for content, other in (
        (message, flip(signature, flipped)),
        (fit(seed + b"!", algorithm, kind), signature),
    ):
        with pytest.raises(BadSignatureError):
            verify(
                public, content, signature=other, algorithm=algorithm, message_type=kind
            )


def fit(seed: bytes, algorithm: SigningAlgorithm, kind: MessageType) -> bytes:
    """Make a message, or a digest of the right length, of ``seed``."""
    if kind is MessageType.RAW:
        return b"message " + seed
    return hashlib.shake_256(seed).digest(digest_bytes(algorithm))


def flip(content: bytes, bit: int) -> bytes:
    place, bit = bit // 8 % len(content), bit % 8
    changed = bytes([content[place] ^ 1 << bit])
    return content[:place] + changed + content[place + 1 :]
