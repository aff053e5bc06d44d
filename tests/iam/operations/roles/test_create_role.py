"""CreateRole."""

import json

import pytest

from kmsportal.iam import quotas
from tests.iam.identities import closed
from tests.iam.sessions import role, trust
from tests.world import Client, World, refused


def test_a_role_is_made(alice: Client) -> None:
    document = trust(alice.account_id)
    made = alice.iam.create_role(
        RoleName="deploy",
        Path="/ci/",
        AssumeRolePolicyDocument=document,
        Description="for CI",
        MaxSessionDuration=7200,
        Tags=[{"Key": "Team", "Value": "ops"}],
    )["Role"]
    shown = json.loads(made.pop("AssumeRolePolicyDocument"))
    # As at AWS, an account's bare id comes back as its ARN.
    named = shown["Statement"][0]["Principal"]["AWS"]
    assert named == [f"arn:aws:iam::{alice.account_id}:root"]
    assert made == {
        "Path": "/ci/",
        "RoleName": "deploy",
        "RoleId": made["RoleId"],
        "Arn": f"arn:aws:iam::{alice.account_id}:role/ci/deploy",
        "CreateDate": "2026-11-23T12:00:00Z",
        "Description": "for CI",
        "MaxSessionDuration": 7200,
        "Tags": [{"Key": "Team", "Value": "ops"}],
        "RoleLastUsed": {},
    }
    assert made["RoleId"].startswith("AROA")


@pytest.mark.parametrize("name", ["deploy", "DEPLOY"])
def test_a_name_is_taken_in_any_capitals(name: str, alice: Client) -> None:
    role(alice, "deploy", trust(alice.account_id))
    with refused(
        "EntityAlreadyExistsException", f"Role with name {name} already exists."
    ):
        role(alice, name, trust(alice.account_id))


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ("no policy", "Syntax errors in policy."),
        (
            trust("111122223333", actions=["kms:Decrypt"]),
            "AssumeRole policy may only specify STS AssumeRole actions.",
        ),
        (
            trust("arn:aws:iam::111122223333:user/x"),
            'Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:user/x"',
        ),
    ],
)
def test_an_unfit_trust_policy_is_refused(
    document: str, sentence: str, alice: Client
) -> None:
    with refused("MalformedPolicyDocumentException", sentence):
        role(alice, "deploy", document)


def test_a_trust_policy_has_its_length(alice: Client) -> None:
    document = trust(alice.account_id, StringEquals={"sts:ExternalId": "x" * 2048})
    with refused(
        "LimitExceededException", "Cannot exceed quota for ACLSizePerRole: 2048"
    ):
        role(alice, "deploy", document)


def test_an_account_has_its_limit(
    alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotas, "ROLES", 5)
    with refused(
        "LimitExceededException", "Cannot exceed quota for RolesPerAccount: 5"
    ):
        role(alice, "deploy", trust(alice.account_id))


def test_a_user_without_a_policy_makes_none(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob")
    arn = f"arn:aws:iam::{alice.account_id}:role/deploy"
    with refused("AccessDeniedException", closed(bob, "iam:CreateRole", arn)):
        role(bob, "deploy", trust(alice.account_id))


def test_another_account_may_have_the_same_name(alice: Client, mallory: Client) -> None:
    role(alice, "deploy", trust(alice.account_id))
    role(mallory, "deploy", trust(mallory.account_id))
