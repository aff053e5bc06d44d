"""The policy simulator through an unmodified boto3 client."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.clients.sessions import Session

OWNER, FOREIGN = "111122223333", "444455556666"
ANN = f"arn:aws:iam::{OWNER}:user/ann"
BUCKET = "arn:aws:s3:::b/o"
EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def policy(**more: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": {**EVERYTHING, **more}})


def test_a_simulation_with_everything_in_it(alice_session: Session) -> None:
    answer = alice_session.iam.simulate_custom_policy(
        PolicyInputList=[policy(Condition={"Bool": {"aws:SecureTransport": "true"}})],
        PermissionsBoundaryPolicyInputList=[policy()],
        OrderedOrganizationPolicyInputList=[
            {"ServiceControlPolicyInputList": [policy()]}
        ],
        ActionNames=["s3:GetObject", "s3:PutObject"],
        ResourceArns=[BUCKET],
        ResourcePolicy=policy(Principal={"AWS": ANN}),
        ResourceOwner=f"arn:aws:iam::{FOREIGN}:root",
        CallerArn=ANN,
        ContextEntries=[
            {
                "ContextKeyName": "aws:SecureTransport",
                "ContextKeyValues": ["true"],
                "ContextKeyType": "boolean",
            }
        ],
    )
    first, _ = answer["EvaluationResults"]
    assert first["EvalDecision"] == "allowed"
    assert first["OrganizationsDecisionDetail"]["AllowedByOrganizations"] is True
    (specific,) = first["ResourceSpecificResults"]
    assert specific["EvalDecisionDetails"] == {
        "IAM Policy": "allowed",
        "Resource Policy": "allowed",
        "Permissions Boundary Policy": "allowed",
    }
    assert specific["MatchedStatements"][0]["StartPosition"]["Line"] == 1


def test_pages_are_turned_by_the_clients_paginator(alice_session: Session) -> None:
    pages = alice_session.iam.get_paginator("simulate_custom_policy").paginate(
        PolicyInputList=[policy()],
        ActionNames=["kms:Encrypt", "kms:Decrypt", "kms:Sign"],
        PaginationConfig={"PageSize": 2},
    )
    names = [r["EvalActionName"] for p in pages for r in p["EvaluationResults"]]
    assert names == ["kms:Encrypt", "kms:Decrypt", "kms:Sign"]


def test_a_principal_is_simulated_without_some_of_its_policies(
    alice_session: Session,
) -> None:
    iam = alice_session.iam
    arn = alice_session.sts.get_caller_identity()["Arn"]
    answer = iam.simulate_principal_policy(
        PolicySourceArn=arn,
        ActionNames=["kms:Encrypt"],
        PolicyExclusionList=[{"PolicyType": "inline"}, {"PolicyType": "aws-managed"}],
    )
    assert answer["EvaluationResults"][0]["EvalDecision"] == "implicitDeny"
    names = iam.get_context_keys_for_custom_policy(
        PolicyInputList=[policy(Condition={"Bool": {"aws:SecureTransport": "true"}})]
    )
    assert names["ContextKeyNames"] == ["aws:SecureTransport"]
    with pytest.raises(ClientError) as refusal:
        iam.simulate_custom_policy(PolicyInputList=["{}"], ActionNames=["kms:Encrypt"])
    assert refusal.value.response["Error"]["Code"] == "InvalidInput"
