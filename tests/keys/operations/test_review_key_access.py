"""ReviewKeyAccess: everybody who may do something with a key, and by what."""

from typing import Any

import pytest

from keys.access.actions import KEY_ACTIONS, USES
from keys.access.review import Certainty
from tests.keys.policies import account_root, allow, deny, policy_of, trust
from tests.world import Client, World, refused

BOUND = {"StringEquals": {"kms:EncryptionContext:app": "shop"}}


def review(client: Client, key: str, **members: Any) -> dict[tuple[str, str], Any]:
    answer = client.perform("portal", "ReviewKeyAccess", KeyId=key, **members)
    return {(one["Principal"], one["Action"]): one for one in answer["Entries"]}


def actions_of(found: dict[tuple[str, str], Any], principal: str) -> set[str]:
    return {action for name, action in found if name == principal}


def test_each_user_role_and_the_root_user_is_told(
    world: World, alice: Client, key: str
) -> None:
    world.user(alice, "idle")
    signer = world.user(alice, "signer", policy_of(allow("kms:Sign")))
    found = review(alice, key)
    assert actions_of(found, signer.arn) == {"kms:Sign"}
    entry = found[signer.arn, "kms:Sign"]
    assert (entry["Layer"], entry["PolicyName"]) == ("IDENTITY", "given")
    assert entry["Access"] == "always"
    assert not any("idle" in principal for principal, _ in found)
    role = f"arn:aws:iam::{alice.account_id}:role/KeyUser"
    assert "kms:Decrypt" in actions_of(found, role)
    everything = actions_of(found, account_root(alice.account_id))
    assert everything == {*KEY_ACTIONS} - {"kms:RetireGrant"}


def test_what_a_request_must_say_is_a_condition_and_what_is_known_is_not(
    world: World, alice: Client, key: str
) -> None:
    of_app = world.user(
        alice, "of-app", policy_of(allow("kms:Encrypt", Condition=BOUND))
    )
    tagged = {"StringEquals": {"aws:ResourceTag/team": "payments"}}
    of_team = world.user(
        alice, "team", policy_of(allow("kms:Encrypt", Condition=tagged))
    )
    at_home = {"NotIpAddress": {"aws:SourceIp": "192.0.2.0/24"}}
    office = policy_of(allow("kms:Sign"), deny("kms:Sign", Condition=at_home))
    in_office = world.user(alice, "office", office)
    found = review(alice, key)
    assert found[of_app.arn, "kms:Encrypt"]["Access"] == "underConditions"
    assert found[in_office.arn, "kms:Sign"]["Access"] == "underConditions"
    assert not actions_of(found, of_team.arn)
    alice.tag_resource(KeyId=key, Tags=[{"TagKey": "team", "TagValue": "payments"}])
    assert review(alice, key)[of_team.arn, "kms:Encrypt"]["Access"] == "always"


def test_grants_are_told_with_their_constraints(
    world: World, alice: Client, mallory: Client, key: str
) -> None:
    bob = world.user(alice, "bob")
    plain = alice.create_grant(
        KeyId=key, GranteePrincipal=bob.arn, Operations=["Encrypt", "CreateGrant"]
    )
    alice.create_grant(
        KeyId=key,
        GranteePrincipal=mallory.arn,
        Operations=["Decrypt"],
        Constraints={"EncryptionContextEquals": {"app": "shop"}},
    )
    found = review(alice, key)
    entry = found[bob.arn, "kms:Encrypt"]
    assert (entry["Layer"], entry["GrantId"]) == ("GRANT", plain["GrantId"])
    assert entry["Access"] == "always"
    assert found[bob.arn, "kms:CreateGrant"]["Access"] == "underConditions"
    hers = found[mallory.arn, "kms:Decrypt"]
    assert (hers["Access"], hers["IsAssumed"]) == ("underConditions", True)


def test_other_accounts_services_and_everybody_are_told(
    alice: Client, mallory: Client, key: str
) -> None:
    service = allow("kms:Encrypt", Principal={"Service": "s3.amazonaws.com"})
    text = policy_of(
        trust(account_root(alice.account_id)), trust(mallory.account_id), service
    )
    alice.put_key_policy(KeyId=key, Policy=text)
    found = review(alice, key)
    theirs = actions_of(found, account_root(mallory.account_id))
    assert theirs == {f"kms:{name}" for name in USES if name != "RetireGrant"}
    assert actions_of(found, "s3.amazonaws.com") == {"kms:Encrypt"}
    alice.put_key_policy(KeyId=key, Policy=policy_of(trust("*")))
    found = review(alice, key)
    assert found["*", "kms:Decrypt"]["IsAssumed"]


def test_it_is_filtered_sorted_and_turned_by_pages(
    world: World, alice: Client, key: str
) -> None:
    for name in ("ann", "ben"):
        world.user(alice, name, policy_of(allow("kms:Sign", "kms:Verify")))
    found = review(alice, key, Principal="user/", Action="sign")
    assert {action for _, action in found} == {"kms:Sign"}
    by_action = review(alice, key, Principal="user/", SortBy="Action")
    assert [a for _, a in by_action] == sorted(a for _, a in by_action)
    certain = review(alice, key, Access=Certainty.UNDER_CONDITIONS.value)
    assert not certain
    seen: dict[tuple[str, str], Any] = {}
    marker: dict[str, str] = {}
    while True:
        page = alice.perform("portal", "ReviewKeyAccess", KeyId=key, Limit=2, **marker)
        seen |= {(one["Principal"], one["Action"]): one for one in page["Entries"]}
        if not page["Truncated"]:
            break
        marker = {"Marker": page["NextMarker"]}
    assert seen == review(alice, key)


def test_it_agrees_with_the_calls_themselves(
    world: World, alice: Client, key: str
) -> None:
    bob = world.user(alice, "bob", policy_of(allow("kms:Describe*", "kms:Disable*")))
    assert actions_of(review(alice, key), bob.arn) == {
        "kms:DescribeKey",
        "kms:DisableKey",
        "kms:DisableKeyRotation",
    }
    bob.describe_key(KeyId=key)
    with refused("AccessDeniedException"):
        bob.enable_key(KeyId=key)


@pytest.mark.parametrize("place", ["there", "absent"])
def test_strangers_are_refused(
    world: World, alice: Client, mallory: Client, key: str, place: str
) -> None:
    named = key if place == "there" else key[:-12] + "000000000000"
    with refused("NotFoundException", f"Key '{named}' does not exist"):
        review(mallory, named)
    with refused("AccessDeniedException"):
        review(world.user(alice, "bob"), key)
