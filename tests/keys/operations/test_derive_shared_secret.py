"""DeriveSharedSecret agrees with a peer elsewhere."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from keys.crypto.pairs import CURVES
from keys.specs import KeySpec
from tests.keys.ledger import last_record
from tests.keys.making import AGREE, SIGN, make_key
from tests.keys.making import CURVES as AGREEING
from tests.world import Client, refused


def spki(public: PublicKeyTypes) -> bytes:
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@pytest.mark.parametrize("spec", AGREEING)
def test_both_sides_have_the_same_secret(alice: Client, spec: str) -> None:
    key = make_key(alice, spec, AGREE)
    peer = ec.generate_private_key(CURVES[KeySpec(spec)])
    ours = alice.derive_shared_secret(
        KeyId=key, KeyAgreementAlgorithm="ECDH", PublicKey=spki(peer.public_key())
    )
    public = load_der_public_key(alice.get_public_key(KeyId=key)["PublicKey"])
    assert isinstance(public, ec.EllipticCurvePublicKey)
    assert ours == {
        "KeyId": key,
        "SharedSecret": peer.exchange(ec.ECDH(), public),
        "KeyAgreementAlgorithm": "ECDH",
        "KeyOrigin": "AWS_KMS",
    }


def test_two_keys_here_agree(alice: Client) -> None:
    one, other = (make_key(alice, "ECC_NIST_P256", AGREE) for _ in range(2))
    secrets = {
        alice.derive_shared_secret(
            KeyId=mine,
            KeyAgreementAlgorithm="ECDH",
            PublicKey=alice.get_public_key(KeyId=theirs)["PublicKey"],
        )["SharedSecret"]
        for mine, theirs in ((one, other), (other, one))
    }
    assert len(secrets) == 1


@pytest.mark.parametrize(
    "public_key",
    [
        b"no key",
        spki(ec.generate_private_key(ec.SECP384R1()).public_key()),
        spki(x25519.X25519PrivateKey.generate().public_key()),
        spki(ec.generate_private_key(ec.SECP256R1()).public_key())[:-1],
    ],
    ids=["garbage", "another curve", "another algorithm", "cut"],
)
def test_a_peer_that_is_no_such_key_is_refused(
    alice: Client, public_key: bytes
) -> None:
    key = make_key(alice, "ECC_NIST_P256", AGREE)
    with refused("ValidationException"):
        alice.derive_shared_secret(
            KeyId=key, KeyAgreementAlgorithm="ECDH", PublicKey=public_key
        )


def test_a_key_for_something_else_is_refused(alice: Client) -> None:
    key = make_key(alice, "ECC_NIST_P256", SIGN)
    with refused(
        "InvalidKeyUsageException",
        f"{key} key usage is SIGN_VERIFY which is not valid for DeriveSharedSecret.",
    ):
        alice.derive_shared_secret(
            KeyId=key, KeyAgreementAlgorithm="ECDH", PublicKey=b"x"
        )


def test_a_dry_run_and_an_enclave_are_refused(alice: Client) -> None:
    key = make_key(alice, "ECC_NIST_P256", AGREE)
    asked = {
        "KeyId": key,
        "KeyAgreementAlgorithm": "ECDH",
        "PublicKey": alice.get_public_key(KeyId=key)["PublicKey"],
    }
    with refused("DryRunOperationException"):
        alice.derive_shared_secret(**asked, DryRun=True)
    with refused("ValidationException"):
        alice.derive_shared_secret(**asked, Recipient={"AttestationDocument": b"x"})


def test_a_stranger_is_refused(alice: Client, mallory: Client) -> None:
    key = make_key(alice, "ECC_NIST_P256", AGREE)
    with refused("AccessDeniedException"):
        mallory.derive_shared_secret(
            KeyId=key, KeyAgreementAlgorithm="ECDH", PublicKey=b"x"
        )


def test_the_event_shows_no_secret(alice: Client) -> None:
    key = make_key(alice, "ECC_NIST_P256", AGREE)
    public = alice.get_public_key(KeyId=key)["PublicKey"]
    alice.derive_shared_secret(
        KeyId=key, KeyAgreementAlgorithm="ECDH", PublicKey=public
    )
    record = last_record(alice)
    assert record["requestParameters"] == {
        "keyId": key,
        "keyAgreementAlgorithm": "ECDH",
    }
    assert record["responseElements"] is None
