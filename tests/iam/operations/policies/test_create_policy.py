"""CreatePolicy."""

import pytest

from kmsportal.iam import quotas
from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    make_policy,
)
from tests.keys.ledger import last_record
from tests.world import Client, World, refused

SIGN = allow("kms:Sign")
VENDOR = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."


def test_a_policy_is_made_and_read(alice: Client) -> None:
    tags = [{"Key": "Team", "Value": "ops"}]
    made = alice.iam.create_policy(
        PolicyName="Sign", PolicyDocument=SIGN, Path="/a/", Description="x", Tags=tags
    )["Policy"]
    assert made.pop("PolicyId").startswith("ANPA")
    assert made == {
        "PolicyName": "Sign",
        "Arn": f"arn:aws:iam::{alice.account_id}:policy/a/Sign",
        "Path": "/a/",
        "DefaultVersionId": "v1",
        "AttachmentCount": 0,
        "PermissionsBoundaryUsageCount": 0,
        "IsAttachable": True,
        "Description": "x",
        "CreateDate": "2026-11-23T12:00:00Z",
        "UpdateDate": "2026-11-23T12:00:00Z",
        "Tags": tags,
    }
    read = alice.iam.get_policy(PolicyArn=made["Arn"])["Policy"]
    read.pop("PolicyId")
    assert read == made


def test_the_event_names_the_policy(alice: Client) -> None:
    arn = make_policy(alice, "Sign", SIGN)
    record = last_record(alice)
    assert record["eventName"] == "CreatePolicy"
    assert record["requestParameters"]["policyDocument"] == SIGN
    assert record["responseElements"]["policy"]["arn"] == arn


@pytest.mark.parametrize("name", ["Sign", "SIGN"])
def test_a_name_is_taken_in_any_capitals(name: str, alice: Client) -> None:
    make_policy(alice, "Sign", SIGN)
    with refused(
        "EntityAlreadyExistsException",
        f"A policy called {name} already exists. Duplicate names are not allowed.",
    ):
        make_policy(alice, name, SIGN, Path="/other/")


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ("{", "Syntax errors in policy."),
        (
            '{"Statement": {"Effect": "Allow", "Action": "x", "Resource": "*"}}',
            VENDOR,
        ),
        (
            allow("kms:Sign", resource="key/1"),
            'Resource key/1 must be in ARN format or "*".',
        ),
        (
            '{"Statement": {"Effect": "Deny", "Action": "a:b", "Principal": "*"}}',
            "Policy document should not specify a principal.",
        ),
    ],
)
def test_a_text_that_is_no_policy_is_refused(
    document: str, sentence: str, alice: Client
) -> None:
    with refused("MalformedPolicyDocumentException", sentence):
        make_policy(alice, "Sign", document)


def test_white_space_does_not_count(alice: Client) -> None:
    policy = allow(*[f"kms:{'A' * 100}{number}" for number in range(50)])
    make_policy(alice, "Large", policy.replace(" ", " " * 20))
    with refused(
        "LimitExceededException",
        f"Cannot exceed quota for PolicySize: {quotas.MANAGED_POLICY_CHARACTERS}",
    ):
        make_policy(alice, "Larger", allow(*[f"kms:{'A' * 99}{n}" for n in range(90)]))


def test_permission_can_be_had_for_a_path_and_a_tag(
    world: World, alice: Client
) -> None:
    arn = f"arn:aws:iam::{alice.account_id}:policy/team/*"
    maker = world.user(alice, "maker", allow("iam:CreatePolicy", resource=arn))
    made = make_policy(maker, "Sign", SIGN, Path="/team/")
    with refused("AccessDeniedException"):
        make_policy(maker, "Other", SIGN)
    tagged = world.user(
        alice,
        "tagged",
        allow("iam:GetPolicy", StringEquals={"aws:ResourceTag/a": "1"}),
    )
    with refused(
        "AccessDeniedException",
        f"User: {tagged.arn} is not authorized to perform: iam:GetPolicy on resource:"
        f" policy {made} because no identity-based policy allows the iam:GetPolicy"
        " action",
    ):
        tagged.iam.get_policy(PolicyArn=made)
    alice.iam.tag_policy(PolicyArn=made, Tags=[{"Key": "a", "Value": "1"}])
    tagged.iam.get_policy(PolicyArn=made)
