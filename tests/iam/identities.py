"""Small policies and sentences for tests of IAM."""

import json
from typing import Any

from kmsportal.iam.callers import find_access_key
from tests.world import Client


def allow(*actions: str, resource: str = "*", **condition: Any) -> str:
    """Return an identity policy; ``condition`` is by operator."""
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Action": list(actions),
        "Resource": resource,
    }
    if condition:
        statement["Condition"] = condition
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def closed(client: Client, action: str, resource: str) -> str:
    """Return the sentence that refuses a user whom no policy allows ``action``."""
    return (
        f"User: {client.arn} is not authorized to perform: {action} on resource:"
        f" {resource} because no identity-based policy allows the {action} action"
    )


def signed_in_again(client: Client) -> Client:
    """Return the same user with the policies that she has now."""
    key = find_access_key(client.caller.access_key_id, may_wait=True)
    return Client(key.caller, region=client.region)
