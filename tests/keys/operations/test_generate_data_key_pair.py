"""GenerateDataKeyPair: a pair that is used outside, its private key sealed."""

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_private_key,
)

from keys.crypto.pairs import open_private_key, private_der, public_der
from keys.data_keys import DataKeyPairSpec
from keys.specs import KeySpec
from tests.keys.ledger import last_event, last_record, record_of
from tests.keys.making import CRYPT, make_key
from tests.world import Client, refused

SLOW = {"RSA_3072", "RSA_4096"}
SPECS = [spec.value for spec in DataKeyPairSpec if spec.value not in {"SM2", *SLOW}]
CONTEXT = {"app": "orders"}


@pytest.mark.parametrize("spec", SPECS)
def test_the_pair_fits_and_opens_again(alice: Client, key: str, spec: str) -> None:
    made = alice.generate_data_key_pair(
        KeyId=key, KeyPairSpec=spec, EncryptionContext=CONTEXT
    )
    assert (made["KeyId"], made["KeyPairSpec"]) == (key, spec)
    private = open_private_key(KeySpec(spec), made["PrivateKeyPlaintext"])
    assert public_der(private.public_key()) == made["PublicKey"]
    assert private_der(private) == made["PrivateKeyPlaintext"]
    opened = alice.decrypt(
        CiphertextBlob=made["PrivateKeyCiphertextBlob"], EncryptionContext=CONTEXT
    )
    assert opened["Plaintext"] == made["PrivateKeyPlaintext"]
    assert opened["KeyMaterialId"] == made["KeyMaterialId"]
    with refused("InvalidCiphertextException", None):
        alice.decrypt(CiphertextBlob=made["PrivateKeyCiphertextBlob"])


@pytest.mark.parametrize("spec", [s for s in SPECS if s != "ML_KEM_512"])
def test_others_read_the_pair(alice: Client, key: str, spec: str) -> None:
    made = alice.generate_data_key_pair(KeyId=key, KeyPairSpec=spec)
    private = load_der_private_key(made["PrivateKeyPlaintext"], None)
    public = private.public_key().public_bytes(
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    )
    assert public == made["PublicKey"]


def test_all_private_keys_of_ml_kem_are_seeds_of_one_length(
    alice: Client, key: str
) -> None:
    lengths = {
        len(
            alice.generate_data_key_pair(KeyId=key, KeyPairSpec=f"ML_KEM_{size}")[
                "PrivateKeyPlaintext"
            ]
        )
        for size in (512, 768, 1024)
    }
    assert len(lengths) == 1


def test_sm2_is_for_other_regions(alice: Client, key: str) -> None:
    with refused(
        "UnsupportedOperationException",
        "The key spec SM2 is available in China Regions only.",
    ):
        alice.generate_data_key_pair(KeyId=key, KeyPairSpec="SM2")


def test_an_asymmetric_key_seals_nothing(alice: Client) -> None:
    rsa = make_key(alice, "RSA_2048", CRYPT)
    sentence = "Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048."
    with refused("InvalidKeyUsageException", sentence):
        alice.generate_data_key_pair(KeyId=rsa, KeyPairSpec="ECC_NIST_P256")
    with refused("InvalidKeyUsageException", sentence):
        alice.generate_data_key(KeyId=rsa, KeySpec="AES_256")


def test_a_dry_run_and_an_enclave_are_refused(alice: Client, key: str) -> None:
    asked = {"KeyId": key, "KeyPairSpec": "ECC_NIST_P256"}
    with refused("DryRunOperationException"):
        alice.generate_data_key_pair(**asked, DryRun=True)
    with refused("ValidationException"):
        alice.generate_data_key_pair(**asked, Recipient={"AttestationDocument": b"x"})


def test_a_disabled_key_makes_none(alice: Client, key: str) -> None:
    alice.disable_key(KeyId=key)
    with refused("DisabledException", f"{key} is disabled."):
        alice.generate_data_key_pair(KeyId=key, KeyPairSpec="ECC_NIST_P256")


def test_a_stranger_is_refused(mallory: Client, key: str) -> None:
    with refused("AccessDeniedException"):
        mallory.generate_data_key_pair(KeyId=key, KeyPairSpec="ECC_NIST_P256")


def test_the_event_shows_the_pair_spec_and_no_key(alice: Client, key: str) -> None:
    made = alice.generate_data_key_pair(
        KeyId=key, KeyPairSpec="ECC_NIST_P256", EncryptionContext=CONTEXT
    )
    event = last_event(alice)
    assert record_of(event)["requestParameters"] == {
        "encryptionContext": CONTEXT,
        "keyId": key,
        "keyPairSpec": "ECC_NIST_P256",
    }
    record = last_record(alice)
    assert record["responseElements"] is None
    assert record["additionalEventData"] == {"keyMaterialId": made["KeyMaterialId"]}
    assert [use.spec for use in event.keys] == ["SYMMETRIC_DEFAULT"]
