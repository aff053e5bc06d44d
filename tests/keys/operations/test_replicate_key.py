"""ReplicateKey."""

import json

import pytest
from pytest_django import Settings

from tests.keys.imports import give, state_of
from tests.keys.ledger import events_of, record_of, resources_of
from tests.keys.policies import account_root, allow, deny, policy_of, trust
from tests.keys.regions import EUROPE, WEST, in_region, new_primary, replicate
from tests.world import Client, World, refused

TAGS = [{"TagKey": "team", "TagValue": "shop"}]


@pytest.fixture
def primary(alice: Client) -> str:
    """The ARN of a primary key of Alice's."""
    return new_primary(alice, Description="orders")


def test_a_primary_lists_no_replicas_at_first(alice: Client, primary: str) -> None:
    metadata = alice.describe_key(KeyId=primary)["KeyMetadata"]
    assert metadata["KeyId"].startswith("mrk-")
    assert metadata["MultiRegionConfiguration"] == {
        "MultiRegionKeyType": "PRIMARY",
        "PrimaryKey": {"Arn": primary, "Region": "us-east-1"},
        "ReplicaKeys": [],
    }


def test_the_replica_is_being_created_at_first(alice: Client, primary: str) -> None:
    answer = alice.replicate_key(KeyId=primary, ReplicaRegion=WEST)
    replica = answer["ReplicaKeyMetadata"]
    assert replica["Arn"] == in_region(primary, WEST)
    assert replica["KeyState"] == "Creating"
    assert replica["Enabled"] is False
    assert replica["Description"] == ""
    assert replica["MultiRegionConfiguration"] == {
        "MultiRegionKeyType": "REPLICA",
        "PrimaryKey": {"Arn": primary, "Region": "us-east-1"},
        "ReplicaKeys": [{"Arn": replica["Arn"], "Region": WEST}],
    }
    assert json.loads(answer["ReplicaPolicy"])["Id"] == "key-default-1"
    assert "ReplicaTags" not in answer
    west = alice.in_region(WEST)
    with refused("KMSInvalidStateException", f"{replica['Arn']} is creating."):
        west.encrypt(KeyId=replica["Arn"], Plaintext=b"order")


def test_soon_it_is_ready_and_both_know_each_other(
    world: World, alice: Client, primary: str
) -> None:
    alice.replicate_key(KeyId=primary, ReplicaRegion=WEST)
    assert world.run_due_work(alice) == 1
    west = alice.in_region(WEST)
    mine = alice.describe_key(KeyId=primary)["KeyMetadata"]
    theirs = west.describe_key(KeyId=mine["KeyId"])["KeyMetadata"]
    assert theirs["KeyState"] == "Enabled"
    for shared in ("KeyId", "KeySpec", "KeyUsage", "Origin", "CurrentKeyMaterialId"):
        assert theirs[shared] == mine[shared]
    listed = mine["MultiRegionConfiguration"]["ReplicaKeys"]
    assert listed == theirs["MultiRegionConfiguration"]["ReplicaKeys"]
    assert listed == [{"Arn": theirs["Arn"], "Region": WEST}]


def test_what_one_region_sealed_the_other_opens(
    world: World, alice: Client, primary: str
) -> None:
    west = replicate(world, alice, primary)
    sealed = alice.encrypt(KeyId=primary, Plaintext=b"order")["CiphertextBlob"]
    opened = west.decrypt(CiphertextBlob=sealed)
    assert opened["Plaintext"] == b"order"
    assert opened["KeyId"] == in_region(primary, WEST)
    back = west.encrypt(KeyId=in_region(primary, WEST), Plaintext=b"bill")
    assert alice.decrypt(CiphertextBlob=back["CiphertextBlob"])["Plaintext"] == b"bill"


def test_a_replica_signs_as_its_primary(world: World, alice: Client) -> None:
    primary = new_primary(alice, KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
    west = replicate(world, alice, primary)
    how = {"Message": b"order", "SigningAlgorithm": "ECDSA_SHA_256"}
    signature = west.sign(KeyId=in_region(primary, WEST), **how)["Signature"]
    assert alice.verify(KeyId=primary, Signature=signature, **how)["SignatureValid"]


def test_policy_tags_and_description_are_its_own(alice: Client, primary: str) -> None:
    alice.tag_resource(KeyId=primary, Tags=[{"TagKey": "only", "TagValue": "here"}])
    policy = policy_of(trust(account_root(alice.account_id)))
    answer = alice.replicate_key(
        KeyId=primary,
        ReplicaRegion=WEST,
        Policy=policy,
        Tags=TAGS,
        Description="orders in the west",
    )
    assert json.loads(answer["ReplicaPolicy"]) == json.loads(policy)
    assert answer["ReplicaTags"] == TAGS
    west, replica = alice.in_region(WEST), in_region(primary, WEST)
    assert west.list_resource_tags(KeyId=replica)["Tags"] == TAGS
    metadata = west.describe_key(KeyId=replica)["KeyMetadata"]
    assert metadata["Description"] == "orders in the west"


def test_a_policy_that_locks_out_is_refused_unless_bypassed(
    alice: Client, mallory: Client, primary: str
) -> None:
    policy = policy_of(trust(account_root(mallory.account_id)))
    closed = {"KeyId": primary, "ReplicaRegion": WEST, "Policy": policy}
    with refused(
        "MalformedPolicyDocumentException",
        "The new key policy will not allow you to update the key policy in the future.",
    ):
        alice.replicate_key(**closed)
    alice.replicate_key(**closed, BypassPolicyLockoutSafetyCheck=True)


def test_only_a_primary_is_replicated(world: World, alice: Client, key: str) -> None:
    primary = new_primary(alice)
    west, replica = replicate(world, alice, primary), in_region(primary, WEST)
    for client, arn in ((alice, key), (west, replica)):
        with refused(
            "UnsupportedOperationException",
            f"{arn} is not a multi-region primary key.",
        ):
            client.replicate_key(KeyId=arn, ReplicaRegion=EUROPE)


@pytest.mark.parametrize("region", ["us-east-1", WEST])
def test_one_key_a_region(
    world: World, alice: Client, primary: str, region: str
) -> None:
    replicate(world, alice, primary)
    sentence = f"{in_region(primary, region)} already exists."
    with refused("AlreadyExistsException", sentence):
        alice.replicate_key(KeyId=primary, ReplicaRegion=region)


def test_a_region_that_is_not_served_is_refused(alice: Client, primary: str) -> None:
    with refused("ValidationException"):
        alice.replicate_key(KeyId=primary, ReplicaRegion="mars-north-1")


def test_a_disabled_primary_is_not_replicated(alice: Client, primary: str) -> None:
    alice.disable_key(KeyId=primary)
    with refused("DisabledException", f"{primary} is disabled."):
        alice.replicate_key(KeyId=primary, ReplicaRegion=WEST)


def test_the_quota_of_the_other_region_counts(
    alice: Client, primary: str, settings: Settings
) -> None:
    alice.in_region(WEST).create_key()
    settings.KMSPORTAL_MAX_KEYS = 1
    with refused("LimitExceededException"):
        alice.replicate_key(KeyId=primary, ReplicaRegion=WEST)


def test_the_caller_must_be_allowed_to_create_over_there(
    world: World, alice: Client, primary: str
) -> None:
    over_there = {"StringEquals": {"aws:RequestedRegion": WEST}}
    here = {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
    create = allow("kms:CreateKey", Condition=over_there)
    here_only = allow("kms:CreateKey", Condition=here)
    bob = world.user(alice, "bob", policy_of(allow("kms:ReplicateKey"), here_only))
    eve = world.user(alice, "eve", policy_of(create))
    zoe = world.user(alice, "zoe", policy_of(allow("kms:ReplicateKey"), create))
    for unfit in (bob, eve):
        with refused("AccessDeniedException"):
            unfit.replicate_key(KeyId=primary, ReplicaRegion=WEST)
    with refused("AccessDeniedException"):
        zoe.replicate_key(KeyId=primary, ReplicaRegion=WEST, Tags=TAGS)
    zoe.replicate_key(KeyId=primary, ReplicaRegion=WEST)


def test_policies_may_tell_replicas_and_their_regions(
    world: World, alice: Client, primary: str
) -> None:
    no_replicas = deny(
        "kms:CreateKey",
        Condition={"StringEquals": {"kms:MultiRegionKeyType": "REPLICA"}},
    )
    not_west = deny(
        "kms:ReplicateKey", Condition={"StringEquals": {"kms:ReplicaRegion": WEST}}
    )
    bob = world.user(alice, "bob", policy_of(allow("kms:*"), no_replicas))
    eve = world.user(alice, "eve", policy_of(allow("kms:*"), not_west))
    for closed in (bob, eve):
        with refused("AccessDeniedException"):
            closed.replicate_key(KeyId=primary, ReplicaRegion=WEST)
    eve.replicate_key(KeyId=primary, ReplicaRegion=EUROPE)


def test_both_regions_have_their_event(
    world: World, alice: Client, primary: str
) -> None:
    alice.replicate_key(KeyId=primary, ReplicaRegion=WEST)
    world.run_due_work(alice)
    replica = in_region(primary, WEST)
    replicated, created, ready = map(record_of, events_of(alice)[-3:])
    assert (replicated["eventName"], replicated["awsRegion"]) == (
        "ReplicateKey",
        "us-east-1",
    )
    assert replicated["requestParameters"]["replicaRegion"] == WEST
    assert replicated["responseElements"]["replicaKeyMetadata"]["arn"] == replica
    assert resources_of(replicated) == [primary]
    assert (created["eventName"], created["awsRegion"]) == ("CreateKey", WEST)
    assert resources_of(created) == [replica]
    assert (ready["eventName"], ready["awsRegion"]) == (
        "SynchronizeMultiRegionKey",
        WEST,
    )
    changes = [c.state for e in events_of(alice)[-3:] for c in e.transitions]
    assert changes == ["Creating", "Enabled"]


def test_imported_material_does_not_travel(world: World, alice: Client) -> None:
    primary = new_primary(alice, Origin="EXTERNAL")
    give(alice, primary, bytes(32))
    west, replica = replicate(world, alice, primary), in_region(primary, WEST)
    assert state_of(west, replica) == "PendingImport"
    with refused("IncorrectKeyMaterialException"):
        give(west, replica, bytes(range(32)))
    with refused("UnsupportedOperationException"):
        give(west, replica, bytes(range(32)), ImportType="NEW_KEY_MATERIAL")
    give(west, replica, bytes(32))
    sealed = alice.encrypt(KeyId=primary, Plaintext=b"order")["CiphertextBlob"]
    assert west.decrypt(CiphertextBlob=sealed)["Plaintext"] == b"order"
