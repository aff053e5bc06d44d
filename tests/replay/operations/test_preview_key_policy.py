"""PreviewKeyPolicy: the calls of the last days, asked again of an edited policy."""

from datetime import timedelta
from typing import Any

import pytest

from kmsportal.projector import catch_up
from tests.keys.policies import account_root, allow, deny, policy_of, trust
from tests.world import Client, World, refused

BOUND = {"StringEquals": {"kms:EncryptionContext:app": "shop"}}


@pytest.fixture
def key(alice: Client) -> str:
    return str(alice.create_key()["KeyMetadata"]["Arn"])


@pytest.fixture
def own(alice: Client) -> dict[str, Any]:
    """The statement that leaves everything to the account."""
    return trust(account_root(alice.account_id))


def preview(client: Client, key: str, *statements: Any, **more: Any) -> dict[str, Any]:
    catch_up()
    text = policy_of(*statements)
    return client.perform("portal", "PreviewKeyPolicy", KeyId=key, Policy=text, **more)


def changes(answer: dict[str, Any]) -> list[tuple[str, str, str, int]]:
    return [
        (one["Effect"], one["Principal"], one["Action"], one["Calls"])
        for one in answer["Changes"]
    ]


def test_who_would_lose_access_is_told_with_how_often_she_used_it(
    world: World, alice: Client, key: str, own: dict[str, Any]
) -> None:
    bob = world.user(alice, "bob", policy_of(allow("kms:*")))
    for _ in range(2):
        bob.encrypt(KeyId=key, Plaintext=b"x")
    bob.describe_key(KeyId=key)
    never = deny("kms:Encrypt", Principal={"AWS": bob.arn})
    answer = preview(alice, key, own, never)
    assert changes(answer) == [("loses", bob.arn, "kms:Encrypt", 2)]
    assert (answer["IsCut"], answer["Days"]) == (False, 30)
    assert preview(alice, key, own)["Changes"] == []


def test_who_would_gain_access_was_refused_before(
    alice: Client, mallory: Client, key: str, own: dict[str, Any], world: World
) -> None:
    bob = world.user(alice, "bob")
    with refused("AccessDeniedException"):
        bob.encrypt(KeyId=key, Plaintext=b"x")
    answer = preview(alice, key, own, trust(bob.arn))
    assert changes(answer) == [("gains", bob.arn, "kms:Encrypt", 1)]


def test_conditions_are_asked_with_what_the_call_said(
    world: World, alice: Client, key: str, own: dict[str, Any]
) -> None:
    bob = world.user(alice, "bob", policy_of(allow("kms:*")))
    for app in ("shop", "shop", "bank"):
        bob.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext={"app": app})
    alice_only = allow("kms:*", Principal={"AWS": alice.arn})
    answer = preview(
        alice,
        key,
        alice_only,
        allow("kms:*", Principal={"AWS": bob.arn}, Condition=BOUND),
    )
    assert changes(answer) == [("loses", bob.arn, "kms:Encrypt", 1)]
    near = {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}
    at_home = allow("kms:*", Principal={"AWS": bob.arn}, Condition=near)
    assert changes(preview(alice, key, alice_only, at_home)) == []


def test_each_side_of_a_re_encryption_is_asked(
    world: World, alice: Client, key: str, own: dict[str, Any]
) -> None:
    bob = world.user(alice, "bob", policy_of(allow("kms:*")))
    other = alice.create_key()["KeyMetadata"]["Arn"]
    sealed = bob.encrypt(KeyId=other, Plaintext=b"x")["CiphertextBlob"]
    bob.re_encrypt(CiphertextBlob=sealed, DestinationKeyId=key)
    closed = deny("kms:ReEncrypt*", Principal={"AWS": bob.arn})
    assert changes(preview(alice, key, own, closed)) == [
        ("loses", bob.arn, "kms:ReEncryptTo", 1)
    ]
    assert changes(preview(alice, other, own, closed)) == [
        ("loses", bob.arn, "kms:ReEncryptFrom", 1)
    ]


def test_foreign_callers_are_asked_as_the_owners_copy_shows_them(
    alice: Client, mallory: Client, key: str, own: dict[str, Any]
) -> None:
    alice.put_key_policy(KeyId=key, Policy=policy_of(own, trust(mallory.account_id)))
    mallory.encrypt(KeyId=key, Plaintext=b"x")
    assert changes(preview(alice, key, own)) == [
        ("loses", mallory.arn, "kms:Encrypt", 1)
    ]


def test_only_the_days_asked_for_are_looked_at(
    world: World, alice: Client, key: str, own: dict[str, Any]
) -> None:
    bob = world.user(alice, "bob", policy_of(allow("kms:*")))
    bob.encrypt(KeyId=key, Plaintext=b"x")
    alice.time += timedelta(days=5)
    never = deny("kms:Encrypt", Principal={"AWS": bob.arn})
    assert changes(preview(alice, key, own, never, Days=4)) == []
    assert len(changes(preview(alice, key, own, never, Days=6))) == 1


def test_a_lockout_and_an_unfit_policy_are_told_before_saving(
    alice: Client, key: str, own: dict[str, Any]
) -> None:
    stranger = allow("kms:Sign", Principal={"AWS": alice.arn})
    assert (
        "update the key policy in the future"
        in preview(alice, key, stranger)["Lockout"]
    )
    assert "Lockout" not in preview(alice, key, own)
    with refused("MalformedPolicyDocumentException"):
        preview(alice, key, trust("arn:aws:iam::000000000001:user/none"))


def test_strangers_are_refused(
    world: World, alice: Client, mallory: Client, key: str, own: dict[str, Any]
) -> None:
    with refused("NotFoundException", f"Key '{key}' does not exist"):
        preview(mallory, key, own)
    with refused("AccessDeniedException"):
        preview(world.user(alice, "bob"), key, own)
