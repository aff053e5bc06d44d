"""Decapsulate: what a peer elsewhere has encapsulated."""

import pytest
from cryptography.hazmat.primitives.asymmetric.mlkem import (
    MLKEM768PublicKey,
    MLKEM1024PublicKey,
)
from cryptography.hazmat.primitives.serialization import load_der_public_key

from tests.keys.ledger import last_record
from tests.keys.making import CAPSULE, KEMS, make_key
from tests.world import Client, refused


@pytest.mark.parametrize("spec", ["ML_KEM_768", "ML_KEM_1024"])
def test_a_peer_needs_nothing_but_the_public_key(alice: Client, spec: str) -> None:
    key = make_key(alice, spec, CAPSULE)
    public = load_der_public_key(alice.get_public_key(KeyId=key)["PublicKey"])
    assert isinstance(public, MLKEM768PublicKey | MLKEM1024PublicKey)
    secret, ciphertext = public.encapsulate()
    recovered = alice.decapsulate(
        KeyId=key,
        EncapsulationAlgorithm="ML_KEM",
        SharedSecretCiphertextBlob=ciphertext,
    )
    assert recovered["SharedSecret"] == secret


@pytest.mark.parametrize("spec", KEMS)
def test_an_altered_ciphertext_gives_another_secret(alice: Client, spec: str) -> None:
    """Implicit rejection: FIPS 203, and the API reference of Decapsulate."""
    key = make_key(alice, spec, CAPSULE)
    sent = alice.encapsulate(KeyId=key, EncapsulationAlgorithm="ML_KEM")
    blob = sent["SharedSecretCiphertextBlob"]
    asked = {"KeyId": key, "EncapsulationAlgorithm": "ML_KEM"}
    altered = bytes([blob[0] ^ 1]) + blob[1:]
    answer = alice.decapsulate(**asked, SharedSecretCiphertextBlob=altered)
    assert len(answer["SharedSecret"]) == 32
    assert answer["SharedSecret"] != sent["SharedSecret"]
    for other in (blob[:-1], blob + b"\0", b"x"):
        with refused("InvalidCiphertextException", None):
            alice.decapsulate(**asked, SharedSecretCiphertextBlob=other)


def test_a_dry_run_is_refused_last_of_all(alice: Client) -> None:
    key = make_key(alice, "ML_KEM_768", CAPSULE)
    asked = {"KeyId": key, "EncapsulationAlgorithm": "ML_KEM", "DryRun": True}
    with refused("DryRunOperationException"):
        alice.decapsulate(**asked, SharedSecretCiphertextBlob=bytes(1088))
    with refused("InvalidCiphertextException", None):
        alice.decapsulate(**asked, SharedSecretCiphertextBlob=b"x")


def test_a_stranger_is_refused(alice: Client, mallory: Client) -> None:
    key = make_key(alice, "ML_KEM_768", CAPSULE)
    with refused("AccessDeniedException"):
        mallory.decapsulate(
            KeyId=key,
            EncapsulationAlgorithm="ML_KEM",
            SharedSecretCiphertextBlob=bytes(1088),
        )


def test_the_event_shows_neither_ciphertext_nor_secret(alice: Client) -> None:
    key = make_key(alice, "ML_KEM_768", CAPSULE)
    alice.decapsulate(
        KeyId=key,
        EncapsulationAlgorithm="ML_KEM",
        SharedSecretCiphertextBlob=bytes(1088),
    )
    record = last_record(alice)
    assert record["requestParameters"] == {
        "keyId": key,
        "encapsulationAlgorithm": "ML_KEM",
    }
    assert record["responseElements"] is None
