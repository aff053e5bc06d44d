"""GetPublicKey."""

import pytest
from cryptography.hazmat.primitives.serialization import load_der_public_key

from tests.keys.ledger import last_record
from tests.keys.making import AGREE, CAPSULE, CRYPT, MAC, SIGN, make_key
from tests.keys.policies import policy_of, trust
from tests.world import Client, refused


@pytest.mark.parametrize(
    ("spec", "usage", "listed", "algorithms"),
    [
        (
            "RSA_2048",
            CRYPT,
            "EncryptionAlgorithms",
            ("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"),
        ),
        ("ECC_NIST_P384", SIGN, "SigningAlgorithms", ("ECDSA_SHA_384",)),
        ("ECC_NIST_P256", AGREE, "KeyAgreementAlgorithms", ("ECDH",)),
        ("ML_DSA_44", SIGN, "SigningAlgorithms", ("ML_DSA_SHAKE_256",)),
        ("ML_KEM_768", CAPSULE, "EncapsulationAlgorithms", ("ML_KEM",)),
    ],
)
def test_the_public_key_comes_with_its_use(
    alice: Client, spec: str, usage: str, listed: str, algorithms: tuple[str, ...]
) -> None:
    key = make_key(alice, spec, usage)
    answer = alice.get_public_key(KeyId=key)
    load_der_public_key(answer.pop("PublicKey"))
    assert answer == {
        "KeyId": key,
        "CustomerMasterKeySpec": spec,
        "KeySpec": spec,
        "KeyUsage": usage,
        listed: algorithms,
    }


def test_it_is_the_same_each_time(alice: Client) -> None:
    key = make_key(alice, "ECC_NIST_P256", SIGN)
    assert alice.get_public_key(KeyId=key) == alice.get_public_key(KeyId=key)


def test_a_key_without_a_public_half_is_refused(alice: Client, key: str) -> None:
    for arn in (key, make_key(alice, "HMAC_256", MAC)):
        with refused("UnsupportedOperationException", None):
            alice.get_public_key(KeyId=arn)


def test_the_state_is_refused_first(alice: Client, key: str) -> None:
    alice.disable_key(KeyId=key)
    with refused("DisabledException", f"{key} is disabled."):
        alice.get_public_key(KeyId=key)
    alice.schedule_key_deletion(KeyId=key)
    with refused("KMSInvalidStateException", f"{key} is pending deletion."):
        alice.get_public_key(KeyId=key)


def test_another_account_may_be_let_in(alice: Client, mallory: Client) -> None:
    key = make_key(alice, "ECC_NIST_P256", SIGN)
    with refused("AccessDeniedException"):
        mallory.get_public_key(KeyId=key)
    opened = policy_of(trust(f"arn:aws:iam::{alice.account_id}:root"), trust("*"))
    alice.put_key_policy(KeyId=key, Policy=opened)
    assert mallory.get_public_key(KeyId=key)["KeyId"] == key


def test_the_event_shows_the_key(alice: Client) -> None:
    key = make_key(alice, "ECC_NIST_P256", SIGN)
    alice.create_alias(AliasName="alias/signing", TargetKeyId=key)
    alice.get_public_key(KeyId="alias/signing")
    record = last_record(alice)
    assert record["requestParameters"] == {"keyId": "alias/signing"}
    assert record["responseElements"] is None
    assert record["readOnly"] is True
