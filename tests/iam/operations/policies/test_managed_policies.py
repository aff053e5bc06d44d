"""CreatePolicy, GetPolicy, ListPolicies, DeletePolicy and the tags of policies."""

import pytest

from kmsportal.iam import quotas
from tests.iam.identities import allow
from tests.iam.operations.policies.identities import ADMIN, make_identity, make_policy
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


def test_an_absent_or_foreign_policy_is_not_found(
    alice: Client, mallory: Client
) -> None:
    hers = make_policy(alice, "Sign", SIGN)
    for arn in (hers, hers.replace("Sign", "Other"), hers.replace("Sign", "a/Sign")):
        with refused("NoSuchEntityException", f"Policy {arn} was not found."):
            mallory.iam.get_policy(PolicyArn=arn)
    with refused("InvalidInputException"):
        alice.iam.get_policy(PolicyArn="arn:aws:kms:us-east-1::key/1")


def test_aws_own_policies_are_read_and_not_changed(alice: Client) -> None:
    policy = alice.iam.get_policy(PolicyArn=ADMIN)["Policy"]
    assert policy["PolicyName"] == "AdministratorAccess"
    # The account's first user and its built-in role have it.
    assert policy["AttachmentCount"] == 2
    with refused("AccessDeniedException"):
        alice.iam.untag_policy(PolicyArn=ADMIN, TagKeys=["a"])
    with refused("AccessDeniedException"):
        alice.iam.delete_policy(PolicyArn=ADMIN)


def test_policies_are_listed_by_scope_use_and_path(alice: Client) -> None:
    plain = make_policy(alice, "Plain", SIGN)
    worn = make_policy(alice, "Worn", SIGN, Path="/team/")
    bound = make_policy(alice, "Bound", SIGN)
    user = make_identity(alice, "user")
    user.do("Attach{}Policy", PolicyArn=worn)
    user.do("Put{}PermissionsBoundary", PermissionsBoundary=bound)

    def arns(**members: object) -> list[str]:
        found = alice.iam.list_policies(**members)["Policies"]
        return [policy["Arn"] for policy in found]

    assert arns(Scope="Local") == [bound, plain, worn]
    assert {bound, plain, worn, ADMIN} < set(arns())
    assert plain not in arns(Scope="AWS")
    assert arns(Scope="Local", OnlyAttached=True) == [worn]
    assert arns(PathPrefix="/team/") == [worn]
    assert arns(Scope="Local", PolicyUsageFilter="PermissionsBoundary") == [bound]
    assert arns(Scope="Local", PolicyUsageFilter="PermissionsPolicy") == [worn]


def test_lists_turn_their_pages(alice: Client) -> None:
    for name in ("A", "B", "C"):
        make_policy(alice, name, SIGN)
    first = alice.iam.list_policies(Scope="Local", MaxItems=2)
    assert first["IsTruncated"]
    rest = alice.iam.list_policies(Scope="Local", Marker=first["Marker"])
    assert [policy["PolicyName"] for policy in rest["Policies"]] == ["C"]
    assert not rest["IsTruncated"]
    with refused("ValidationException"):
        alice.iam.list_policies(Scope="AWS", Marker=first["Marker"])


def test_a_policy_goes_when_nobody_has_it(alice: Client) -> None:
    arn = make_policy(alice, "Sign", SIGN)
    user = make_identity(alice, "user")
    user.do("Attach{}Policy", PolicyArn=arn)
    in_use = refused(
        "DeleteConflictException", "Cannot delete a policy attached to entities."
    )
    with in_use:
        alice.iam.delete_policy(PolicyArn=arn)
    user.do("Detach{}Policy", PolicyArn=arn)
    alice.iam.delete_policy(PolicyArn=arn)
    with refused("NoSuchEntityException"):
        alice.iam.get_policy(PolicyArn=arn)


def test_a_boundary_is_in_use_too(alice: Client) -> None:
    arn = make_policy(alice, "Sign", SIGN)
    make_identity(alice, "role").do("Put{}PermissionsBoundary", PermissionsBoundary=arn)
    with refused("DeleteConflictException"):
        alice.iam.delete_policy(PolicyArn=arn)


def test_tags_are_put_listed_and_taken(alice: Client) -> None:
    arn = make_policy(alice, "Sign", SIGN)
    tags = [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]
    alice.iam.tag_policy(PolicyArn=arn, Tags=tags)
    assert alice.iam.list_policy_tags(PolicyArn=arn)["Tags"] == tags
    alice.iam.untag_policy(PolicyArn=arn, TagKeys=["A"])
    assert alice.iam.list_policy_tags(PolicyArn=arn)["Tags"] == tags[1:]


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
