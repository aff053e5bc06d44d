"""Encapsulate: the secret reaches whoever has the private key."""

import pytest

from tests.keys.ledger import last_record
from tests.keys.making import CAPSULE, KEMS, SIGN, make_key
from tests.world import Client, refused

LENGTHS = {"ML_KEM_512": 768, "ML_KEM_768": 1088, "ML_KEM_1024": 1568}


@pytest.mark.parametrize("spec", KEMS)
def test_the_secret_can_be_recovered(alice: Client, spec: str) -> None:
    key = make_key(alice, spec, CAPSULE)
    sent = alice.encapsulate(KeyId=key, EncapsulationAlgorithm="ML_KEM")
    assert (sent["KeyId"], sent["EncapsulationAlgorithm"]) == (key, "ML_KEM")
    assert len(sent["SharedSecret"]) == 32
    assert len(sent["SharedSecretCiphertextBlob"]) == LENGTHS[spec]
    recovered = alice.decapsulate(
        KeyId=key,
        EncapsulationAlgorithm="ML_KEM",
        SharedSecretCiphertextBlob=sent["SharedSecretCiphertextBlob"],
    )
    assert recovered == {
        "KeyId": key,
        "SharedSecret": sent["SharedSecret"],
        "EncapsulationAlgorithm": "ML_KEM",
    }


def test_each_secret_is_fresh(alice: Client) -> None:
    key = make_key(alice, "ML_KEM_768", CAPSULE)
    one, other = (
        alice.encapsulate(KeyId=key, EncapsulationAlgorithm="ML_KEM") for _ in range(2)
    )
    assert one["SharedSecret"] != other["SharedSecret"]


def test_a_key_for_something_else_is_refused(alice: Client) -> None:
    key = make_key(alice, "ML_DSA_44", SIGN)
    with refused(
        "InvalidKeyUsageException",
        f"{key} key usage is SIGN_VERIFY which is not valid for Encapsulate.",
    ):
        alice.encapsulate(KeyId=key, EncapsulationAlgorithm="ML_KEM")


def test_a_dry_run_is_refused_last_of_all(alice: Client) -> None:
    key = make_key(alice, "ML_KEM_768", CAPSULE)
    with refused("DryRunOperationException"):
        alice.encapsulate(KeyId=key, EncapsulationAlgorithm="ML_KEM", DryRun=True)


def test_a_stranger_is_refused(alice: Client, mallory: Client) -> None:
    key = make_key(alice, "ML_KEM_768", CAPSULE)
    with refused("AccessDeniedException"):
        mallory.encapsulate(KeyId=key, EncapsulationAlgorithm="ML_KEM")


def test_the_event_shows_no_secret(alice: Client) -> None:
    key = make_key(alice, "ML_KEM_768", CAPSULE)
    alice.encapsulate(KeyId=key, EncapsulationAlgorithm="ML_KEM")
    record = last_record(alice)
    assert record["requestParameters"] == {
        "keyId": key,
        "encapsulationAlgorithm": "ML_KEM",
    }
    assert record["responseElements"] is None
