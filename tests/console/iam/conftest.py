"""An account with a user, a group, a role and a policy."""

import json

import pytest

from tests.world import Client

READ_KEYS = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "kms:DescribeKey", "Resource": "*"}
        ],
    }
)
USE_KEYS = READ_KEYS.replace("DescribeKey", "Decrypt")


def trust_of(account_id: str) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account_id}:root"},
        "Action": "sts:AssumeRole",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.fixture
def team(alice: Client) -> str:
    """A user bob in a group, a role and a managed policy; the policy's ARN."""
    alice.iam.create_user(
        UserName="bob", Path="/team/", Tags=[{"Key": "team", "Value": "payments"}]
    )
    alice.iam.create_group(GroupName="developers")
    alice.iam.add_user_to_group(GroupName="developers", UserName="bob")
    alice.iam.create_role(
        RoleName="deployer",
        Description="Deploys the shop",
        AssumeRolePolicyDocument=trust_of(alice.account_id),
    )
    made = alice.iam.create_policy(
        PolicyName="read-keys", PolicyDocument=READ_KEYS, Description="Look at keys"
    )
    return str(made["Policy"]["Arn"])
