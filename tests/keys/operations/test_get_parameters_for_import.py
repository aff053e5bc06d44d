"""GetParametersForImport."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from tests.keys.imports import new_external_key
from tests.keys.ledger import last_record, resources_of
from tests.keys.policies import allow, policy_of
from tests.world import NOW, Client, World, refused

OAEP = {"WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_2048"}


@pytest.mark.parametrize("bits", [2048, 3072, 4096])
def test_it_gives_a_public_key_and_a_token_for_a_day(alice: Client, bits: int) -> None:
    key = new_external_key(alice)
    made = alice.get_parameters_for_import(
        KeyId=key,
        WrappingAlgorithm="RSA_AES_KEY_WRAP_SHA_256",
        WrappingKeySpec=f"RSA_{bits}",
    )
    assert made["KeyId"] == key
    assert made["ParametersValidTo"] == (NOW + timedelta(days=1)).isoformat().replace(
        "+00:00", "Z"
    )
    public = load_der_public_key(made["PublicKey"])
    assert isinstance(public, RSAPublicKey)
    assert public.key_size == bits
    assert len(made["ImportToken"]) <= 6144


def test_every_time_it_is_another_key(alice: Client) -> None:
    key = new_external_key(alice)
    first, second = (
        alice.get_parameters_for_import(KeyId=key, **OAEP) for _ in range(2)
    )
    assert first["PublicKey"] != second["PublicKey"]
    assert first["ImportToken"] != second["ImportToken"]


def test_an_ordinary_key_is_refused(alice: Client, key: str) -> None:
    with refused(
        "UnsupportedOperationException",
        f"{key} origin is AWS_KMS which is not valid for this operation.",
    ):
        alice.get_parameters_for_import(KeyId=key, **OAEP)


@pytest.mark.parametrize(
    ("algorithm", "spec"),
    [
        ("RSAES_PKCS1_V1_5", "RSA_2048"),
        ("SM2PKE", "SM2"),
        ("RSAES_OAEP_SHA_256", "SM2"),
    ],
)
def test_what_aws_has_no_longer_or_in_china_only_is_refused(
    alice: Client, algorithm: str, spec: str
) -> None:
    key = new_external_key(alice)
    with refused(
        "UnsupportedOperationException",
        f"The wrapping algorithm {algorithm} with the wrapping key spec {spec} is not"
        " supported.",
    ):
        alice.get_parameters_for_import(
            KeyId=key, WrappingAlgorithm=algorithm, WrappingKeySpec=spec
        )


@pytest.mark.parametrize("spec", ["RSA_2048", "ECC_NIST_P521"])
def test_a_wrap_that_cannot_hold_the_material_is_refused(
    alice: Client, spec: str
) -> None:
    key = new_external_key(alice, KeySpec=spec, KeyUsage="SIGN_VERIFY")
    with refused("UnsupportedOperationException"):
        alice.get_parameters_for_import(KeyId=key, **OAEP)


def test_a_key_pending_deletion_is_refused(alice: Client) -> None:
    key = new_external_key(alice)
    alice.schedule_key_deletion(KeyId=key)
    with refused("KMSInvalidStateException", f"{key} is pending deletion."):
        alice.get_parameters_for_import(KeyId=key, **OAEP)


def test_a_policy_may_ask_for_the_wrapping(world: World, alice: Client) -> None:
    key = new_external_key(alice)
    wanted = {"StringEquals": {"kms:WrappingAlgorithm": "RSA_AES_KEY_WRAP_SHA_256"}}
    policy = policy_of(allow("kms:GetParametersForImport", Condition=wanted))
    bob = world.user(alice, "bob", policy)
    bob.get_parameters_for_import(
        KeyId=key, **{**OAEP, "WrappingAlgorithm": "RSA_AES_KEY_WRAP_SHA_256"}
    )
    with refused("AccessDeniedException"):
        bob.get_parameters_for_import(KeyId=key, **OAEP)


def test_the_event_shows_how_and_neither_token_nor_key(alice: Client) -> None:
    key = new_external_key(alice)
    alice.get_parameters_for_import(KeyId=key, **OAEP)
    record = last_record(alice)
    assert record["requestParameters"] == {
        "keyId": key,
        "wrappingAlgorithm": "RSAES_OAEP_SHA_256",
        "wrappingKeySpec": "RSA_2048",
    }
    assert record["responseElements"] is None
    assert record["readOnly"] is True
    assert resources_of(record) == [key]
