"""Roles and their sessions, as clients of the gateway."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from kmsportal.iam.sessions import find_credentials
from tests.world import NOW, Client


def trust(*principals: str, actions: Sequence[str] = (), **condition: Any) -> str:
    """Return a trust policy; ``condition`` is by operator."""
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": {"AWS": list(principals)},
        "Action": list(actions or ["sts:AssumeRole"]),
    }
    if condition:
        statement["Condition"] = condition
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def role(admin: Client, name: str, trust_policy: str, **members: Any) -> str:
    """Make a role and return its ARN."""
    made = admin.iam.create_role(
        RoleName=name, AssumeRolePolicyDocument=trust_policy, **members
    )
    arn: str = made["Role"]["Arn"]
    return arn


def holder_of(answer: Mapping[str, Any], *, time: datetime = NOW) -> Client:
    """Return whoever signs with the credentials that a call of STS answered with."""
    made = answer["Credentials"]
    view = find_credentials(
        made["AccessKeyId"], made["SessionToken"], time=time, may_wait=True
    )
    return Client(view.caller)


def session(caller: Client, role_arn: str, **members: Any) -> Client:
    """Assume a role and return its session."""
    return holder_of(
        caller.sts.assume_role(RoleArn=role_arn, RoleSessionName="test", **members)
    )
