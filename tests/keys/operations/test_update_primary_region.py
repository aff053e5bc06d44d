"""UpdatePrimaryRegion."""

import pytest

from tests.keys.imports import state_of
from tests.keys.ledger import events_of, record_of, resources_of
from tests.keys.policies import account_root, allow, deny, policy_of, trust
from tests.keys.regions import EUROPE, WEST, in_region, new_primary, replicate
from tests.world import Client, World, refused


@pytest.fixture
def primary(alice: Client) -> str:
    """The ARN of a primary key of Alice's."""
    return new_primary(alice)


@pytest.fixture
def west(world: World, alice: Client, primary: str) -> Client:
    """Alice where her key has a replica."""
    return replicate(world, alice, primary)


def type_of(client: Client, key: str) -> str:
    configuration = client.describe_key(KeyId=key)["KeyMetadata"][
        "MultiRegionConfiguration"
    ]
    kind: str = configuration["MultiRegionKeyType"]
    return kind


def test_the_replica_becomes_the_primary(
    world: World, alice: Client, west: Client, primary: str
) -> None:
    replica = in_region(primary, WEST)
    assert alice.update_primary_region(KeyId=primary, PrimaryRegion=WEST) == {}
    assert (state_of(alice, primary), state_of(west, replica)) == ("Updating",) * 2
    assert world.run_due_work(alice) == 2
    assert (type_of(alice, primary), type_of(west, replica)) == ("REPLICA", "PRIMARY")
    assert (state_of(alice, primary), state_of(west, replica)) == ("Enabled",) * 2
    metadata = alice.describe_key(KeyId=primary)["KeyMetadata"]
    assert metadata["MultiRegionConfiguration"] == {
        "MultiRegionKeyType": "REPLICA",
        "PrimaryKey": {"Arn": replica, "Region": WEST},
        "ReplicaKeys": [{"Arn": primary, "Region": "us-east-1"}],
    }


def test_the_keys_go_on_working_meanwhile(
    alice: Client, west: Client, primary: str
) -> None:
    alice.update_primary_region(KeyId=primary, PrimaryRegion=WEST)
    sealed = alice.encrypt(KeyId=primary, Plaintext=b"order")["CiphertextBlob"]
    assert west.decrypt(CiphertextBlob=sealed)["Plaintext"] == b"order"
    with refused("KMSInvalidStateException", f"{primary} is updating."):
        alice.disable_key(KeyId=primary)


def test_a_third_key_follows(
    world: World, alice: Client, west: Client, primary: str
) -> None:
    europe = replicate(world, alice, primary, EUROPE)
    alice.update_primary_region(KeyId=primary, PrimaryRegion=WEST)
    third = europe.describe_key(KeyId=in_region(primary, EUROPE))["KeyMetadata"]
    assert third["KeyState"] == "Enabled"
    assert third["MultiRegionConfiguration"]["PrimaryKey"]["Region"] == WEST


def test_the_new_primary_rotates(
    world: World, alice: Client, west: Client, primary: str
) -> None:
    alice.enable_key_rotation(KeyId=primary, RotationPeriodInDays=90)
    alice.update_primary_region(KeyId=primary, PrimaryRegion=WEST)
    world.run_due_work(alice, west)
    replica = in_region(primary, WEST)
    with refused(
        "UnsupportedOperationException",
        f"{primary} is not a multi-region primary key.",
    ):
        alice.rotate_key_on_demand(KeyId=primary)
    assert west.get_key_rotation_status(KeyId=replica)["RotationPeriodInDays"] == 90
    west.rotate_key_on_demand(KeyId=replica)
    world.run_due_work(alice, west)
    assert len(alice.list_key_rotations(KeyId=primary)["Rotations"]) == 1


def test_only_a_primary_gives_its_place(
    alice: Client, west: Client, primary: str, key: str
) -> None:
    replica = in_region(primary, WEST)
    for client, arn in ((alice, key), (west, replica)):
        with refused(
            "UnsupportedOperationException",
            f"{arn} is not a multi-region primary key.",
        ):
            client.update_primary_region(KeyId=arn, PrimaryRegion=WEST)


def test_there_must_be_a_replica(alice: Client, west: Client, primary: str) -> None:
    with refused(
        "NotFoundException", f"Key '{in_region(primary, EUROPE)}' does not exist"
    ):
        alice.update_primary_region(KeyId=primary, PrimaryRegion=EUROPE)
    with refused("UnsupportedOperationException"):
        alice.update_primary_region(KeyId=primary, PrimaryRegion="us-east-1")


def test_both_keys_must_be_enabled(alice: Client, west: Client, primary: str) -> None:
    replica = in_region(primary, WEST)
    west.disable_key(KeyId=replica)
    with refused("DisabledException", f"{replica} is disabled."):
        alice.update_primary_region(KeyId=primary, PrimaryRegion=WEST)


def test_both_key_policies_must_allow_it(
    alice: Client, west: Client, primary: str
) -> None:
    replica, action = in_region(primary, WEST), "kms:UpdatePrimaryRegion"
    closed = deny(action, Principal={"AWS": "*"})
    west.put_key_policy(
        KeyId=replica, Policy=policy_of(trust(account_root(alice.account_id)), closed)
    )
    with refused(
        "AccessDeniedException",
        f"User: {alice.arn} is not authorized to perform: {action} on resource:"
        f" {replica} with an explicit deny in a resource-based policy",
    ):
        alice.update_primary_region(KeyId=primary, PrimaryRegion=WEST)


def test_a_policy_may_ask_for_the_region(
    world: World, alice: Client, west: Client, primary: str
) -> None:
    wanted = {"StringEquals": {"kms:PrimaryRegion": EUROPE}}
    bob = world.user(
        alice, "bob", policy_of(allow("kms:UpdatePrimaryRegion", Condition=wanted))
    )
    with refused("AccessDeniedException"):
        bob.update_primary_region(KeyId=primary, PrimaryRegion=WEST)


def test_either_region_has_an_event(alice: Client, west: Client, primary: str) -> None:
    alice.update_primary_region(KeyId=primary, PrimaryRegion=WEST)
    here, there = map(record_of, events_of(alice)[-2:])
    assert here["eventName"] == there["eventName"] == "UpdatePrimaryRegion"
    assert (here["awsRegion"], there["awsRegion"]) == ("us-east-1", WEST)
    assert here["responseElements"] == {"keyId": primary}
    assert resources_of(there) == [in_region(primary, WEST)]
    changes = [c.state for e in events_of(alice)[-2:] for c in e.transitions]
    assert changes == ["Updating", "Updating"]
