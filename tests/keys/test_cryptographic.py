"""Slow uses of keys leave the event loop, and slow keys are made before a lock."""

from typing import Any

import msgspec
import pytest
from django.db import connection

from kmsportal.core.call import Call
from kmsportal.core.operation import WouldBlockError
from kmsportal.core.shapes import Result
from tests.keys.ledger import events_of
from tests.keys.making import CRYPT, MAC, SIGN, make_key
from tests.keys.policies import allow, policy_of
from tests.world import Client, World, refused


def on_the_loop(call: Call) -> Result:
    """Run a call as the wire's event loop does once the snapshots are there."""
    bound = call.operation.bind(call)
    return call.operation.run(msgspec.structs.replace(call, may_wait=False), bound)


def asked(spec: str) -> dict[str, Any]:
    algorithm = {
        "RSA_2048": "RSASSA_PSS_SHA_256",
        "ECC_NIST_P256": "ECDSA_SHA_256",
        "ECC_NIST_P384": "ECDSA_SHA_384",
        "ML_DSA_44": "ML_DSA_SHAKE_256",
    }[spec]
    return {"Message": b"x", "SigningAlgorithm": algorithm}


@pytest.mark.parametrize("spec", ["RSA_2048", "ECC_NIST_P384", "ML_DSA_44"])
def test_a_slow_signature_is_not_made_on_the_event_loop(
    alice: Client, spec: str
) -> None:
    members = {"KeyId": make_key(alice, spec, SIGN), **asked(spec)}
    with pytest.raises(WouldBlockError):
        on_the_loop(alice.call("kms", "Sign", **members))


def test_quick_uses_stay_on_the_event_loop(alice: Client, key: str) -> None:
    curve, hmac = (
        make_key(alice, "ECC_NIST_P256", SIGN),
        make_key(alice, "HMAC_256", MAC),
    )
    mac = {"KeyId": hmac, "Message": b"x", "MacAlgorithm": "HMAC_SHA_256"}
    for name, members in (
        ("Sign", {"KeyId": curve, **asked("ECC_NIST_P256")}),
        ("GenerateMac", mac),
        ("GetPublicKey", {"KeyId": curve}),
        ("Encrypt", {"KeyId": key, "Plaintext": b"x"}),
        ("GenerateDataKeyPair", {"KeyId": key, "KeyPairSpec": "ECC_NIST_P256"}),
    ):
        on_the_loop(alice.call("kms", name, **members))


def test_rsa_leaves_the_event_loop_wherever_its_private_half_is_needed(
    alice: Client, key: str
) -> None:
    rsa = make_key(alice, "RSA_2048", CRYPT)
    algorithm = "RSAES_OAEP_SHA_256"
    sealing = {"KeyId": rsa, "Plaintext": b"x", "EncryptionAlgorithm": algorithm}
    blob = alice.encrypt(**sealing)["CiphertextBlob"]
    on_the_loop(alice.call("kms", "Encrypt", **sealing))
    for name, members in (
        (
            "Decrypt",
            {"KeyId": rsa, "CiphertextBlob": blob, "EncryptionAlgorithm": algorithm},
        ),
        (
            "ReEncrypt",
            {
                "SourceKeyId": rsa,
                "CiphertextBlob": blob,
                "SourceEncryptionAlgorithm": algorithm,
                "DestinationKeyId": key,
            },
        ),
        ("GenerateDataKeyPair", {"KeyId": key, "KeyPairSpec": "RSA_2048"}),
    ):
        with pytest.raises(WouldBlockError):
            on_the_loop(alice.call("kms", name, **members))


@pytest.mark.django_db(transaction=True)
def test_material_is_made_while_no_transaction_is_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[bool] = []

    def make(spec: object) -> bytes:
        seen.append(connection.in_atomic_block)
        return bytes(32)

    monkeypatch.setattr("keys.operations.create_key.make_material", make)
    World().account().create_key()
    assert seen == [False]


def test_nothing_is_made_for_a_call_that_is_refused(
    world: World, alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(spec: object) -> bytes:
        raise AssertionError

    monkeypatch.setattr("keys.operations.create_key.make_material", make)
    nobody = world.user(alice, "nobody")
    with refused("AccessDeniedException"):
        nobody.create_key(KeySpec="RSA_4096", KeyUsage="SIGN_VERIFY")
    with refused("ValidationException"):
        alice.create_key(KeySpec="RSA_4096")
    assert [event.error for event in events_of(alice)][-2:] == [
        "AccessDeniedException",
        "ValidationException",
    ]


def test_a_failure_to_make_it_is_recorded(
    alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(spec: object) -> bytes:
        raise RuntimeError

    monkeypatch.setattr("keys.operations.create_key.make_material", make)
    with refused("KMSInternalException"):
        alice.create_key()
    assert events_of(alice)[-1].error == "KMSInternalException"


@pytest.mark.parametrize(
    ("condition", "other"),
    [
        (
            {"kms:SigningAlgorithm": "RSASSA_PSS_SHA_256"},
            {"SigningAlgorithm": "RSASSA_PSS_SHA_384"},
        ),
        ({"kms:MessageType": "RAW"}, {"MessageType": "DIGEST", "Message": bytes(32)}),
    ],
)
def test_policies_may_ask_for_the_algorithm_and_the_kind_of_message(
    world: World, alice: Client, condition: dict[str, str], other: dict[str, Any]
) -> None:
    key = make_key(alice, "RSA_2048", SIGN)
    conditional = allow("kms:Sign", Condition={"StringEquals": condition})
    bob = world.user(alice, "bob", policy_of(conditional))
    members = {"KeyId": key, **asked("RSA_2048")}
    bob.sign(**members)
    with refused("AccessDeniedException"):
        bob.sign(**{**members, **other})


def test_policies_may_ask_for_the_spec_of_a_data_key_pair(
    world: World, alice: Client, key: str
) -> None:
    conditional = allow(
        "kms:GenerateDataKeyPair",
        Condition={"StringEquals": {"kms:DataKeyPairSpec": "ECC_NIST_P256"}},
    )
    bob = world.user(alice, "bob", policy_of(conditional))
    bob.generate_data_key_pair(KeyId=key, KeyPairSpec="ECC_NIST_P256")
    with refused("AccessDeniedException"):
        bob.generate_data_key_pair(KeyId=key, KeyPairSpec="ECC_NIST_P384")
