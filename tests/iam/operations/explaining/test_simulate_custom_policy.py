"""SimulateCustomPolicy."""

import json
from typing import Any

import pytest

from tests.iam.identities import allow, closed
from tests.keys.policies import deny, policy_of
from tests.world import Client, World, refused

OWNER, FOREIGN = "111122223333", "444455556666"
KEY = f"arn:aws:kms:us-east-1:{OWNER}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
ANN = f"arn:aws:iam::{OWNER}:user/ann"
# The first example of the AWS CLI's reference of this command.
EXAMPLE = (
    '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*",'
    '"Resource":"*","Condition":{"DateGreaterThan":'
    '{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}}'
)


def simulate(client: Client, *policies: str, **members: Any) -> list[dict[str, Any]]:
    asked = {"PolicyInputList": list(policies), "ActionNames": ["kms:Encrypt"]}
    answer = client.iam.simulate_custom_policy(**{**asked, **members})
    assert not answer["IsTruncated"]
    return list(answer["EvaluationResults"])


def entry(name: str, *values: str, kind: str = "string") -> dict[str, Any]:
    return {
        "ContextKeyName": name,
        "ContextKeyValues": list(values),
        "ContextKeyType": kind,
    }


def test_the_example_of_the_reference_gives_its_answer(alice: Client) -> None:
    when = entry("aws:CurrentTime", "2019-04-25T11:00:00Z", kind="date")
    asked = {"ActionNames": ["dynamodb:CreateBackup"]}
    assert simulate(alice, EXAMPLE, ContextEntries=[when], **asked) == [
        {
            "EvalActionName": "dynamodb:CreateBackup",
            "EvalResourceName": "*",
            "EvalDecision": "allowed",
            "MatchedStatements": [
                {
                    "SourcePolicyId": "PolicyInputList.1",
                    "SourcePolicyType": "none",
                    "StartPosition": {"Line": 1, "Column": 38},
                    "EndPosition": {"Line": 1, "Column": 167},
                }
            ],
            "MissingContextValues": [],
        }
    ]
    (without,) = simulate(alice, EXAMPLE, **asked)
    assert without["EvalDecision"] == "implicitDeny"
    assert without["MatchedStatements"] == []
    assert without["MissingContextValues"] == ["aws:CurrentTime"]


def test_an_explicit_deny_is_the_only_statement_told(alice: Client) -> None:
    (result,) = simulate(alice, allow("kms:*"), policy_of(deny("kms:Enc*")))
    assert result["EvalDecision"] == "explicitDeny"
    (statement,) = result["MatchedStatements"]
    assert statement["SourcePolicyId"] == "PolicyInputList.2"


def test_each_resource_has_its_result_and_the_strictest_stands_for_all(
    alice: Client,
) -> None:
    other = KEY[:-1] + "c"
    (result,) = simulate(alice, allow("kms:*", resource=KEY), ResourceArns=[KEY, other])
    assert result["EvalDecision"] == "implicitDeny"
    assert result["EvalResourceName"] == (
        "arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}"
    )
    specific = result["ResourceSpecificResults"]
    assert [(r["EvalResourceName"], r["EvalResourceDecision"]) for r in specific] == [
        (KEY, "allowed"),
        (other, "implicitDeny"),
    ]


def test_a_boundary_limits_and_says_so(alice: Client) -> None:
    (result,) = simulate(
        alice,
        allow("kms:*"),
        PermissionsBoundaryPolicyInputList=[allow("s3:*")],
    )
    assert result["EvalDecision"] == "implicitDeny"
    assert result["PermissionsBoundaryDecisionDetail"] == {
        "AllowedByPermissionsBoundary": False
    }
    with refused("InvalidInputException"):
        simulate(alice, EXAMPLE, PermissionsBoundaryPolicyInputList=[EXAMPLE, EXAMPLE])


def test_every_level_of_control_policies_must_allow(alice: Client) -> None:
    levels = [
        {"ServiceControlPolicyInputList": [allow("*")]},
        {"ServiceControlPolicyInputList": [allow("s3:*")]},
    ]
    (result,) = simulate(
        alice, allow("kms:*"), OrderedOrganizationPolicyInputList=levels
    )
    assert result["EvalDecision"] == "implicitDeny"
    assert result["OrganizationsDecisionDetail"] == {"AllowedByOrganizations": False}


def key_policy(principal: str) -> str:
    statement = json.loads(allow("kms:*"))["Statement"][0]
    return policy_of(statement | {"Principal": {"AWS": principal}})


def test_a_key_policy_is_weighed_as_kms_weighs_it(alice: Client) -> None:
    asked = {"CallerArn": ANN, "ResourceArns": [KEY]}
    for named, decision in (
        (ANN, "allowed"),
        (f"arn:aws:iam::{OWNER}:root", "implicitDeny"),
        (FOREIGN, "implicitDeny"),
    ):
        policy = key_policy(named)
        (result,) = simulate(alice, allow("s3:*"), ResourcePolicy=policy, **asked)
        assert result["EvalDecision"] == decision
        assert result["EvalDecisionDetails"] == {}


def test_a_bucket_policy_suffices_within_its_account(alice: Client) -> None:
    statement = json.loads(allow("s3:*"))["Statement"][0]
    bucket = policy_of(statement | {"Principal": {"AWS": ANN}})
    asked = {
        "CallerArn": ANN,
        "ResourceArns": ["arn:aws:s3:::b/o"],
        "ActionNames": ["s3:GetObject"],
    }
    (result,) = simulate(alice, allow("kms:*"), ResourcePolicy=bucket, **asked)
    assert result["EvalDecision"] == "allowed"
    assert result["MatchedStatements"][0]["SourcePolicyType"] == "resource"
    owner = f"arn:aws:iam::{FOREIGN}:root"
    (result,) = simulate(
        alice, allow("kms:*"), ResourcePolicy=bucket, ResourceOwner=owner, **asked
    )
    assert result["EvalDecision"] == "implicitDeny"
    assert result["EvalDecisionDetails"] == {
        "IAM Policy": "implicitDeny",
        "Resource Policy": "allowed",
    }


def test_actions_are_turned_by_pages(alice: Client) -> None:
    asked = {"PolicyInputList": [EXAMPLE], "ActionNames": ["kms:A", "kms:B", "kms:C"]}
    first = alice.iam.simulate_custom_policy(**asked, MaxItems=2)
    assert first["IsTruncated"]
    second = alice.iam.simulate_custom_policy(**asked, Marker=first["Marker"])
    names = [
        result["EvalActionName"]
        for page in (first, second)
        for result in page["EvaluationResults"]
    ]
    assert names == ["kms:A", "kms:B", "kms:C"]


@pytest.mark.parametrize(
    "members",
    [
        {"PolicyInputList": ["{}"]},
        {"ActionNames": ["kms:*"]},
        {"ResourcePolicy": key_policy(ANN)},
        {"CallerArn": f"arn:aws:sts::{OWNER}:assumed-role/ops/s"},
        {"ResourceOwner": OWNER},
        {"ContextEntries": [entry("kms:Blob", "%", kind="binary")]},
    ],
)
def test_what_cannot_be_simulated_is_refused(
    alice: Client, members: dict[str, Any]
) -> None:
    with refused("InvalidInputException"):
        simulate(alice, EXAMPLE, **members)


def test_a_user_without_a_policy_is_refused(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob")
    with refused("AccessDeniedException", closed(bob, "iam:SimulateCustomPolicy", "*")):
        simulate(bob, EXAMPLE)
