"""Policy texts for tests."""

import json
from typing import Any


def policy_of(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(*actions: str, resource: str = "*", **elements: Any) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Action": list(actions),
        "Resource": resource,
        **elements,
    }


def deny(*actions: str, resource: str = "*", **elements: Any) -> dict[str, Any]:
    return {**allow(*actions, resource=resource, **elements), "Effect": "Deny"}


def trust(principal: str) -> dict[str, Any]:
    """Return a key policy's statement that leaves everything to ``principal``."""
    return allow("kms:*", Principal={"AWS": principal})


def account_root(account_id: str) -> str:
    return f"arn:aws:iam::{account_id}:root"


def closed_to(principal_arn: str, action: str, resource: str) -> str:
    """The sentence for a stranger, which says nothing of what is there."""
    return (
        f"User: {principal_arn} is not authorized to perform: {action} on resource:"
        f" {resource} because the resource does not exist in this Region, no"
        " resource-based policies allow access, or a resource-based policy explicitly"
        " denies access"
    )
