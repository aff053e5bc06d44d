"""What a grant lets its grantee do, and under which constraints."""

from typing import Any

import pytest

from tests.keys.grants import FUNCTION, ORDERS, may, root_arn
from tests.keys.policies import deny, policy_of, trust
from tests.world import Client, World, refused


@pytest.fixture
def bob(world: World, alice: Client) -> Client:
    return world.user(alice, "bob")


def granted(issuer: Client, key: str, grantee: str, **members: Any) -> None:
    asked: dict[str, Any] = {"Operations": ["Encrypt", "Decrypt", "DescribeKey"]}
    issuer.create_grant(KeyId=key, GranteePrincipal=grantee, **asked | members)


@pytest.mark.parametrize(
    ("constraint", "fitting", "unfit"),
    [
        ("EncryptionContextEquals", [ORDERS], [{"app": "orders"}, {**ORDERS, "a": ""}]),
        (
            "EncryptionContextSubset",
            [ORDERS, {**ORDERS, "a": ""}],
            [{"app": "orders"}, {**ORDERS, "app": "Orders"}],
        ),
    ],
)
def test_an_encryption_context_constraint_binds(
    alice: Client,
    bob: Client,
    key: str,
    constraint: str,
    fitting: list[dict[str, str]],
    unfit: list[dict[str, str]],
) -> None:
    granted(alice, key, bob.arn, Constraints={constraint: ORDERS})
    for context in fitting:
        sealed = bob.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext=context)
        bob.decrypt(CiphertextBlob=sealed["CiphertextBlob"], EncryptionContext=context)
    for context in [*unfit, {}]:
        with refused("AccessDeniedException"):
            bob.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext=context)
    bob.describe_key(KeyId=key)


def test_a_source_constraint_closes_the_grant_to_direct_calls(
    alice: Client, bob: Client, key: str
) -> None:
    granted(alice, key, bob.arn, Constraints={"SourceArn": FUNCTION})
    with refused("AccessDeniedException"):
        bob.describe_key(KeyId=key)
    with refused("AccessDeniedException"):
        bob.encrypt(KeyId=key, Plaintext=b"x")


def test_a_deny_wins_over_a_grant(alice: Client, bob: Client, key: str) -> None:
    kept = deny("kms:Encrypt", Principal={"AWS": bob.arn})
    alice.put_key_policy(KeyId=key, Policy=policy_of(trust(root_arn(alice)), kept))
    granted(alice, key, bob.arn)
    bob.describe_key(KeyId=key)
    with refused("AccessDeniedException"):
        bob.encrypt(KeyId=key, Plaintext=b"x")


def test_a_foreign_grantee_needs_her_own_accounts_word_too(
    world: World, alice: Client, mallory: Client, key: str
) -> None:
    trudy = world.user(mallory, "trudy")
    wendy = world.user(mallory, "wendy", may("kms:Encrypt", resource=key))
    for grantee in (trudy, wendy):
        granted(alice, key, grantee.arn)
    wendy.encrypt(KeyId=key, Plaintext=b"x")
    with refused("AccessDeniedException"):
        trudy.encrypt(KeyId=key, Plaintext=b"x")


def test_a_grant_opens_one_key_only(alice: Client, bob: Client, key: str) -> None:
    other = alice.create_key()["KeyMetadata"]["Arn"]
    granted(alice, key, bob.arn)
    with refused("AccessDeniedException"):
        bob.encrypt(KeyId=other, Plaintext=b"x")


def test_re_encryption_takes_a_grant_on_each_key(
    alice: Client, bob: Client, key: str
) -> None:
    other = alice.create_key()["KeyMetadata"]["Arn"]
    blob = alice.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    granted(alice, key, bob.arn, Operations=["ReEncryptFrom"])
    with refused("AccessDeniedException"):
        bob.re_encrypt(CiphertextBlob=blob, DestinationKeyId=other)
    granted(alice, other, bob.arn, Operations=["ReEncryptTo"])
    moved = bob.re_encrypt(CiphertextBlob=blob, DestinationKeyId=other)
    assert alice.decrypt(CiphertextBlob=moved["CiphertextBlob"])["Plaintext"] == b"x"
