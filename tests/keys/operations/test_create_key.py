"""CreateKey."""

import json
from typing import Any

import pytest
from pytest_django import Settings

from kmsportal.core.record import KeyTransition, KeyUse
from tests.keys.ledger import events_of, last_event, last_record, record_of
from tests.keys.policies import account_root, allow, policy_of, trust
from tests.world import Client, World, refused

TAGS = [{"TagKey": "team", "TagValue": "orders"}]
LOCKOUT = (
    "The new key policy will not allow you to update the key policy in the future."
)


def test_a_key_is_made_as_asked_and_ready_for_use(alice: Client) -> None:
    made = alice.create_key(Description="orders database")["KeyMetadata"]
    material_id = made.pop("CurrentKeyMaterialId")
    key_id = made["KeyId"]
    assert len(material_id) == 64
    assert made == {
        "AWSAccountId": alice.account_id,
        "KeyId": key_id,
        "Arn": f"arn:aws:kms:us-east-1:{alice.account_id}:key/{key_id}",
        "CreationDate": "2026-11-23T12:00:00Z",
        "Enabled": True,
        "Description": "orders database",
        "KeyUsage": "ENCRYPT_DECRYPT",
        "KeyState": "Enabled",
        "Origin": "AWS_KMS",
        "KeyManager": "CUSTOMER",
        "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT",
        "KeySpec": "SYMMETRIC_DEFAULT",
        "EncryptionAlgorithms": ("SYMMETRIC_DEFAULT",),
        "MultiRegion": False,
    }
    sealed = alice.encrypt(KeyId=key_id, Plaintext=b"secret")["CiphertextBlob"]
    assert alice.decrypt(CiphertextBlob=sealed)["Plaintext"] == b"secret"


def test_it_answers_what_describe_key_answers(alice: Client) -> None:
    made = alice.create_key(Tags=TAGS)
    assert made == alice.describe_key(KeyId=made["KeyMetadata"]["KeyId"])


def test_keys_stay_in_their_region(alice: Client) -> None:
    alice.create_key()
    assert alice.in_region("eu-central-1").list_keys()["Keys"] == []


def test_the_default_policy_leaves_the_key_to_the_account(alice: Client) -> None:
    key_id = alice.create_key()["KeyMetadata"]["KeyId"]
    policy = json.loads(alice.get_key_policy(KeyId=key_id)["Policy"])
    (statement,) = policy["Statement"]
    assert policy["Id"] == "key-default-1"
    assert statement == {
        "Sid": "Enable IAM User Permissions",
        "Effect": "Allow",
        "Principal": {"AWS": account_root(alice.account_id)},
        "Action": "kms:*",
        "Resource": "*",
    }


@pytest.mark.parametrize("member", ["KeySpec", "CustomerMasterKeySpec"])
def test_the_spec_may_be_named_in_two_ways(alice: Client, member: str) -> None:
    made = alice.create_key(**{member: "SYMMETRIC_DEFAULT"})["KeyMetadata"]
    assert made["KeySpec"] == made["CustomerMasterKeySpec"] == "SYMMETRIC_DEFAULT"


def test_the_spec_may_be_named_only_once(alice: Client) -> None:
    with refused(
        "ValidationException",
        "You cannot specify KeySpec and CustomerMasterKeySpec in the same request."
        " CustomerMasterKeySpec is deprecated.",
    ):
        alice.create_key(KeySpec="RSA_2048", CustomerMasterKeySpec="RSA_2048")


def test_an_asymmetric_key_needs_a_usage(alice: Client) -> None:
    with refused(
        "ValidationException",
        "You must specify a KeyUsage value for all KMS keys except for symmetric"
        " encryption keys.",
    ):
        alice.create_key(KeySpec="ECC_NIST_P256")


@pytest.mark.parametrize(
    ("spec", "usage"),
    [
        ("SYMMETRIC_DEFAULT", "SIGN_VERIFY"),
        ("HMAC_256", "ENCRYPT_DECRYPT"),
        ("ECC_SECG_P256K1", "KEY_AGREEMENT"),
        ("ML_KEM_768", "KEY_AGREEMENT"),
        ("RSA_2048", "GENERATE_VERIFY_MAC"),
    ],
)
def test_usage_and_spec_must_go_together(alice: Client, spec: str, usage: str) -> None:
    sentence = f"KeyUsage {usage} is not compatible with KeySpec {spec}"
    with refused("ValidationException", sentence):
        alice.create_key(KeySpec=spec, KeyUsage=usage)


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        (
            {"KeySpec": "SM2", "KeyUsage": "SIGN_VERIFY"},
            "The key spec SM2 is available in China Regions only.",
        ),
        (
            {"KeySpec": "SM2", "KeyUsage": "SIGN_VERIFY", "Origin": "EXTERNAL"},
            "The key spec SM2 is available in China Regions only.",
        ),
        (
            {"Origin": "AWS_CLOUDHSM"},
            "Keys with the origin AWS_CLOUDHSM are not supported.",
        ),
        ({"CustomKeyStoreId": "cks-1"}, "Custom key stores are not supported."),
        ({"XksKeyId": "bb8562717f809024"}, "Custom key stores are not supported."),
    ],
)
def test_other_kinds_of_keys_are_refused_clearly(
    alice: Client, members: dict[str, Any], sentence: str
) -> None:
    with refused("UnsupportedOperationException", sentence):
        alice.create_key(**members)
    assert alice.list_keys()["Keys"] == []


@pytest.mark.parametrize(
    ("tags", "sentence"),
    [
        ([*TAGS, *TAGS], "Duplicate tag keys"),
        (
            [{"TagKey": f"k{n}", "TagValue": ""} for n in range(51)],
            "Too many tags",
        ),
        (
            [{"TagKey": "AWS:team", "TagValue": ""}],
            "Tags beginning with aws: are reserved",
        ),
        (
            [{"TagKey": "team", "TagValue": "<b>"}],
            "A tag key or value has characters that are not allowed",
        ),
    ],
)
def test_unfit_tags_are_refused(
    alice: Client, tags: list[dict[str, str]], sentence: str
) -> None:
    with refused("TagException", sentence):
        alice.create_key(Tags=tags)


def test_tags_need_a_permission_of_their_own(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob", policy_of(allow("kms:CreateKey")))
    bob.create_key()
    with refused(
        "AccessDeniedException",
        f"User: {bob.arn} is not authorized to perform: kms:TagResource because no"
        " identity-based policy allows the kms:TagResource action",
    ):
        bob.create_key(Tags=TAGS)


@pytest.mark.parametrize(
    ("condition", "members"),
    [
        ({"StringEquals": {"kms:KeySpec": "SYMMETRIC_DEFAULT"}}, {}),
        ({"StringEquals": {"kms:KeyUsage": "ENCRYPT_DECRYPT"}}, {}),
        ({"StringEquals": {"kms:KeyOrigin": "AWS_KMS"}}, {}),
        ({"Bool": {"kms:MultiRegion": "false"}}, {}),
        ({"StringEquals": {"aws:RequestTag/team": "orders"}}, {"Tags": TAGS}),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": "team"}}, {"Tags": TAGS}),
        (
            {"Null": {"kms:BypassPolicyLockoutSafetyCheck": "false"}},
            {"BypassPolicyLockoutSafetyCheck": False},
        ),
        ({"Null": {"kms:BypassPolicyLockoutSafetyCheck": "true"}}, {}),
    ],
)
def test_conditions_see_what_is_asked_for(
    world: World, alice: Client, condition: dict[str, Any], members: dict[str, Any]
) -> None:
    given = policy_of(
        allow("kms:CreateKey", Condition=condition), allow("kms:TagResource")
    )
    world.user(alice, "bob", given).create_key(**members)


def test_conditions_refuse_what_is_not_asked_for(world: World, alice: Client) -> None:
    tagged = {"StringEquals": {"aws:RequestTag/team": "orders"}}
    given = policy_of(allow("kms:CreateKey", "kms:TagResource", Condition=tagged))
    bob = world.user(alice, "bob", given)
    with refused("AccessDeniedException"):
        bob.create_key()


def test_a_policy_may_be_given(alice: Client) -> None:
    policy = policy_of(trust(account_root(alice.account_id)))
    key_id = alice.create_key(Policy=policy)["KeyMetadata"]["KeyId"]
    assert alice.get_key_policy(KeyId=key_id)["Policy"] == policy


def test_a_policy_that_locks_its_maker_out_is_refused(alice: Client) -> None:
    policy = policy_of(allow("kms:Encrypt", Principal={"AWS": alice.arn}))
    with refused("MalformedPolicyDocumentException", LOCKOUT):
        alice.create_key(Policy=policy)
    assert alice.list_keys()["Keys"] == []


def test_the_lockout_check_can_be_bypassed(alice: Client) -> None:
    policy = policy_of(allow("kms:Encrypt", Principal={"AWS": alice.arn}))
    alice.create_key(Policy=policy, BypassPolicyLockoutSafetyCheck=True)
    assert len(alice.list_keys()["Keys"]) == 1


def test_no_key_beyond_the_quota(alice: Client, settings: Settings) -> None:
    settings.KMSPORTAL_MAX_KEYS = 1
    alice.create_key()
    with refused(
        "LimitExceededException",
        "KMS keys quota for this account in this region is 1, current usage is 1.",
    ):
        alice.create_key()


def test_the_event_shows_the_whole_metadata(alice: Client) -> None:
    made = alice.create_key(Description="orders", Tags=TAGS)["KeyMetadata"]
    event = last_event(alice)
    record = last_record(alice)
    assert record["requestParameters"] == {
        "description": "orders",
        "origin": "AWS_KMS",
        "tags": [{"tagKey": "team", "tagValue": "orders"}],
    }
    shown = record["responseElements"]["keyMetadata"]
    assert shown["aWSAccountId"] == alice.account_id
    assert shown["creationDate"] == "Nov 23, 2026, 12:00:00 PM"
    assert (shown["enabled"], shown["multiRegion"]) == (True, False)
    assert record["resources"] == [
        {
            "accountId": alice.account_id,
            "type": "AWS::KMS::Key",
            "ARN": made["Arn"],
        }
    ]
    assert record["readOnly"] is False
    assert event.keys == (KeyUse(arn=made["Arn"], account_id=alice.account_id),)
    assert event.transitions == (
        KeyTransition(arn=made["Arn"], account_id=alice.account_id, state="Enabled"),
    )


def test_a_refusal_leaves_an_event_and_no_key(alice: Client) -> None:
    with refused("UnsupportedOperationException"):
        alice.create_key(CustomKeyStoreId="cks-1")
    (event,) = events_of(alice)
    record = record_of(event)
    assert record["errorCode"] == "UnsupportedOperationException"
    assert record["resources"] == []
    assert event.transitions == ()
