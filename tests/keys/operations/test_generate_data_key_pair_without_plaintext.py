"""GenerateDataKeyPairWithoutPlaintext."""

import pytest

from keys.crypto.pairs import open_private_key, public_der
from keys.specs import KeySpec
from tests.keys.ledger import last_record
from tests.world import Client, refused

CONTEXT = {"app": "orders"}


@pytest.mark.parametrize("spec", ["RSA_2048", "ECC_NIST_P256", "ML_KEM_512"])
def test_the_private_key_comes_sealed_only(alice: Client, key: str, spec: str) -> None:
    made = alice.generate_data_key_pair_without_plaintext(
        KeyId=key, KeyPairSpec=spec, EncryptionContext=CONTEXT
    )
    assert made.keys() == {
        "PrivateKeyCiphertextBlob",
        "PublicKey",
        "KeyId",
        "KeyPairSpec",
        "KeyMaterialId",
    }
    opened = alice.decrypt(
        CiphertextBlob=made["PrivateKeyCiphertextBlob"], EncryptionContext=CONTEXT
    )
    private = open_private_key(KeySpec(spec), opened["Plaintext"])
    assert public_der(private.public_key()) == made["PublicKey"]


def test_a_dry_run_is_refused_last_of_all(alice: Client, key: str) -> None:
    with refused("DryRunOperationException"):
        alice.generate_data_key_pair_without_plaintext(
            KeyId=key, KeyPairSpec="ECC_NIST_P256", DryRun=True
        )


def test_a_stranger_is_refused(mallory: Client, key: str) -> None:
    with refused("AccessDeniedException"):
        mallory.generate_data_key_pair_without_plaintext(
            KeyId=key, KeyPairSpec="ECC_NIST_P256"
        )


def test_the_event_shows_the_material_and_no_key(alice: Client, key: str) -> None:
    made = alice.generate_data_key_pair_without_plaintext(
        KeyId=key, KeyPairSpec="ECC_NIST_P256"
    )
    record = last_record(alice)
    assert record["requestParameters"] == {"keyId": key, "keyPairSpec": "ECC_NIST_P256"}
    assert record["responseElements"] is None
    assert record["additionalEventData"] == {"keyMaterialId": made["KeyMaterialId"]}
