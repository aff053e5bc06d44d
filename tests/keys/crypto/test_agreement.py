"""ECDH: with peers of the same curve only."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from keys.crypto.agreement import derive_shared_secret
from keys.crypto.pairs import UnfitKeyError, public_der

OURS = ec.generate_private_key(ec.SECP256R1())


def test_both_sides_have_the_same_secret() -> None:
    theirs = ec.generate_private_key(ec.SECP256R1())
    ours = derive_shared_secret(OURS, public_der(theirs.public_key()))
    assert ours == derive_shared_secret(theirs, public_der(OURS.public_key()))


def test_a_peer_of_another_curve_or_algorithm_is_refused() -> None:
    others = (
        public_der(ec.generate_private_key(ec.SECP256K1()).public_key()),
        x25519.X25519PrivateKey.generate()
        .public_key()
        .public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
    )
    for other in others:
        with pytest.raises(UnfitKeyError):
            derive_shared_secret(OURS, other)


@given(st.binary(max_size=200))
def test_what_is_no_public_key_is_refused(der: bytes) -> None:
    with pytest.raises(UnfitKeyError):
        derive_shared_secret(OURS, der)
