"""AWS managed keys: made at first need, used by their service, changed by nobody."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.conf import LazySettings

from keys.managed_keys import make_managed_key
from keys.managed_services import SERVICES
from keys.models import Key
from kmsportal import gateway
from kmsportal.core.call import Call
from kmsportal.core.shapes import Result
from tests.keys.ledger import events_of, last_record, record_of
from tests.keys.policies import allow, policy_of
from tests.keys.test_strangers import ON_A_KEY
from tests.world import NOW, Client, World, refused

S3 = "alias/aws/s3"
YEAR = timedelta(days=365)
# ``kms:Get*`` allows these, and the kind of key refuses them.
GOT = {"GetParametersForImport", "GetPublicKey"}
READ = {
    "DescribeKey",
    "GetKeyLastUsage",
    "GetKeyPolicy",
    "GetKeyRotationStatus",
    "ListGrants",
    "ListKeyPolicies",
    "ListKeyRotations",
    "ListResourceTags",
}


@pytest.fixture
def s3_key(alice: Client) -> str:
    found: str = alice.describe_key(KeyId=S3)["KeyMetadata"]["Arn"]
    return found


def through(service: str, client: Client, name: str, **members: Any) -> Result:
    """Make a call as ``service`` makes it for the client."""
    call: Call = client.call("kms", name, **members)
    origin = msgspec.structs.replace(call.origin, via_service=service)
    return gateway.perform(msgspec.structs.replace(call, origin=origin))


def test_describing_its_alias_makes_the_key(alice: Client) -> None:
    made = alice.describe_key(KeyId=S3)["KeyMetadata"]
    assert (made["KeyManager"], made["KeyState"]) == ("AWS", "Enabled")
    assert made["Description"] == (
        "Default key that protects my S3 objects when no other key is defined"
    )
    assert alice.describe_key(KeyId=S3)["KeyMetadata"] == made
    assert alice.describe_key(KeyId=made["Arn"])["KeyMetadata"] == made
    (alias,) = alice.list_aliases()["Aliases"]
    assert (alias["AliasName"], alias["TargetKeyId"]) == (S3, made["KeyId"])


def test_the_making_is_an_event_of_the_service_ahead_of_the_call(
    alice: Client, s3_key: str
) -> None:
    making, asking = events_of(alice)[-2:]
    record = record_of(making)
    assert (record["eventName"], record["eventType"]) == (
        "CreateKey",
        "AwsServiceEvent",
    )
    assert record["serviceEventDetails"]["aliasName"] == S3
    (transition,) = making.transitions
    assert (transition.arn, transition.state, transition.manager) == (
        s3_key,
        "Enabled",
        "AWS",
    )
    assert record_of(asking)["eventName"] == "DescribeKey"


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_a_key_in_every_account_and_region(
    alice: Client, mallory: Client, service: str
) -> None:
    name = f"alias/aws/{service}"
    clients = (alice, mallory, alice.in_region("eu-central-1"))
    found = {c.describe_key(KeyId=name)["KeyMetadata"]["Arn"] for c in clients}
    assert len(found) == 3


def test_no_other_alias_is_foreseen(alice: Client) -> None:
    for name in ("alias/aws/", "alias/aws/nothing", "alias/s3"):
        with refused("NotFoundException"):
            alice.describe_key(KeyId=name)


def test_who_may_not_describe_the_key_does_not_have_it_made(
    world: World, alice: Client, mallory: Client
) -> None:
    nobody = world.user(alice, "nobody")
    elsewhere = f"arn:aws:kms:us-east-1:{alice.account_id}:{S3}"
    for client, name in ((nobody, S3), (nobody, elsewhere), (mallory, elsewhere)):
        with refused("AccessDeniedException"):
            client.describe_key(KeyId=name)
    assert Key.objects.count() == 0


def test_other_operations_do_not_make_it(alice: Client) -> None:
    with refused("NotFoundException"):
        alice.encrypt(KeyId=S3, Plaintext=b"order")


@pytest.mark.parametrize("name", sorted(ON_A_KEY.keys() - READ - GOT))
def test_no_administrator_uses_or_changes_it(
    alice: Client, s3_key: str, name: str
) -> None:
    before = alice.describe_key(KeyId=s3_key)
    with refused("AccessDeniedException"):
        alice.perform("kms", name, KeyId=s3_key, **ON_A_KEY[name])
    assert alice.describe_key(KeyId=s3_key) == before


@pytest.mark.parametrize("name", sorted(READ))
def test_its_metadata_can_be_read(alice: Client, s3_key: str, name: str) -> None:
    assert alice.perform("kms", name, KeyId=s3_key)


def test_its_alias_stays(alice: Client, s3_key: str) -> None:
    mine = alice.create_key()["KeyMetadata"]["KeyId"]
    with refused("AccessDeniedException"):
        alice.update_alias(AliasName=S3, TargetKeyId=mine)
    with refused("AccessDeniedException"):
        alice.delete_alias(AliasName=S3)
    with refused("AccessDeniedException"):
        alice.create_alias(AliasName="alias/mine", TargetKeyId=s3_key)


def test_its_service_uses_it_for_anyone_of_the_account(
    world: World, alice: Client, s3_key: str
) -> None:
    bob = world.user(alice, "bob")
    sealed: Any = through("s3", bob, "Encrypt", KeyId=s3_key, Plaintext=b"object")
    opened: Any = through("s3", alice, "Decrypt", CiphertextBlob=sealed.ciphertext_blob)
    assert opened.plaintext == b"object"
    identity = last_record(alice)["userIdentity"]
    assert (identity["arn"], identity["invokedBy"]) == (alice.arn, "s3.amazonaws.com")


def test_neither_another_service_nor_another_account_uses_it(
    alice: Client, mallory: Client, s3_key: str
) -> None:
    for service, client in (("sqs", alice), ("s3", mallory)):
        with refused("AccessDeniedException"):
            through(service, client, "Encrypt", KeyId=s3_key, Plaintext=b"object")


def test_a_service_has_its_key_made_for_a_caller_without_permissions(
    world: World, alice: Client
) -> None:
    bob = world.user(alice, "bob")
    described: Any = through("ssm", bob, "DescribeKey", KeyId="alias/aws/ssm")
    assert described.key_metadata.key_manager == "AWS"


def test_a_policy_of_a_key_of_hers_may_name_the_service(alice: Client) -> None:
    condition = {"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}
    root = {"AWS": f"arn:aws:iam::{alice.account_id}:root"}
    policy = policy_of(
        allow("kms:*", Principal=root),
        {
            **allow("kms:Encrypt", Principal="*", Condition=condition),
            "Effect": "Deny",
        },
    )
    key = alice.create_key(Policy=policy)["KeyMetadata"]["Arn"]
    alice.encrypt(KeyId=key, Plaintext=b"x")
    with refused("AccessDeniedException"):
        through("s3", alice, "Encrypt", KeyId=key, Plaintext=b"x")


def test_it_rotates_every_year(alice: Client, s3_key: str) -> None:
    status = alice.get_key_rotation_status(KeyId=s3_key)
    assert status["KeyRotationEnabled"]
    assert status["RotationPeriodInDays"] == 365
    assert gateway.run_due_work(NOW + YEAR) == 1
    (rotation,) = alice.list_key_rotations(KeyId=s3_key)["Rotations"]
    assert rotation["RotationType"] == "AUTOMATIC"


def test_a_key_that_is_there_is_not_made_again(alice: Client, s3_key: str) -> None:
    call = alice.call("kms", "DescribeKey", KeyId="alias/aws/sqs")
    bound: Any = call.operation.bind(call)
    unmade = bound.named.key
    assert make_managed_key(unmade, time=NOW) is not None
    assert make_managed_key(unmade, time=NOW) is None


def test_it_takes_no_room_of_the_tenants_own(
    alice: Client, s3_key: str, settings: LazySettings
) -> None:
    settings.KMSPORTAL_MAX_KEYS = 1
    alice.create_key()
    with refused("LimitExceededException"):
        alice.create_key()
