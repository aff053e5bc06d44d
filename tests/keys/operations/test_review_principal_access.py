"""ReviewPrincipalAccess: which keys a principal may do what with."""

from typing import Any

from tests.keys.policies import allow, policy_of
from tests.world import Client, World, refused


def review(client: Client, principal: str, **members: Any) -> dict[str, Any]:
    return client.perform(
        "portal", "ReviewPrincipalAccess", PrincipalArn=principal, **members
    )


def test_each_key_and_action_is_told_with_what_allows_it(
    world: World, alice: Client, key: str
) -> None:
    other = alice.create_key()["KeyMetadata"]["Arn"]
    bob = world.user(alice, "bob", policy_of(allow("kms:Encrypt", resource=other)))
    grant = alice.create_grant(
        KeyId=key, GranteePrincipal=bob.arn, Operations=["Decrypt"]
    )
    found = {
        (one["KeyArn"], one["Action"]): one for one in review(alice, bob.arn)["Entries"]
    }
    assert found.keys() == {(other, "kms:Encrypt"), (key, "kms:Decrypt")}
    assert found[key, "kms:Decrypt"]["GrantId"] == grant["GrantId"]
    assert found[other, "kms:Encrypt"]["PolicyName"] == "given"


def test_keys_are_turned_by_pages_and_filtered_by_action(
    alice: Client, key: str
) -> None:
    other = alice.create_key()["KeyMetadata"]["Arn"]
    first = review(alice, alice.arn, Action="kms:DisableKey", Limit=1)
    assert first["Truncated"]
    second = review(
        alice, alice.arn, Action="kms:DisableKey", Limit=1, Marker=first["NextMarker"]
    )
    keys = {one["KeyArn"] for one in (*first["Entries"], *second["Entries"])}
    assert keys == {key, other}


def test_another_accounts_principal_is_told_only_of_ones_own_keys(
    alice: Client, mallory: Client, key: str
) -> None:
    assert review(mallory, alice.arn)["Entries"] == []


def test_strangers_are_refused(world: World, alice: Client, key: str) -> None:
    bob = world.user(alice, "bob")
    with refused("AccessDeniedException"):
        review(bob, bob.arn)
    with refused("ResourceNotFoundException"):
        review(alice, f"{bob.arn}x")
