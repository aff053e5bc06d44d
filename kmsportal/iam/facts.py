"""The condition values that only calls of IAM have.

Service Authorization Reference, "Condition keys for AWS Identity and Access
Management". Names are lower case.
"""

from collections.abc import Mapping
from typing import Any

from kmsportal.core.operation import ContextValue
from kmsportal.iam.entities import Entity


def entity_facts(params: Any, entity: Entity | None) -> dict[str, ContextValue]:  # noqa: ANN401 - any Params
    """Return what policies may ask of the parameters and of the named entity.

    ``iam:PermissionsBoundary`` is the boundary that is to be set or, where the call
    sets none, the one the entity has.
    """
    facts = _tag_facts(params)
    if entity is not None:
        facts |= resource_tag_facts(entity.tags)
    boundary = getattr(params, "permissions_boundary", None)
    if entity is not None and not boundary:
        boundary = entity.boundary_arn
    if boundary:
        facts["iam:permissionsboundary"] = boundary
    policy_arn = getattr(params, "policy_arn", None)
    if policy_arn:
        facts["iam:policyarn"] = policy_arn
    return facts


def resource_tag_facts(tags: Mapping[str, str]) -> dict[str, ContextValue]:
    """Return ``aws:ResourceTag`` and the same as ``iam:ResourceTag``."""
    return {
        f"{prefix}:resourcetag/{name.lower()}": value
        for name, value in tags.items()
        for prefix in ("aws", "iam")
    }


def _tag_facts(params: Any) -> dict[str, ContextValue]:  # noqa: ANN401 - any Params
    tags = getattr(params, "tags", None)
    if tags:
        facts: dict[str, ContextValue] = {
            f"aws:requesttag/{tag.key.lower()}": tag.value for tag in tags
        }
        return facts | {"aws:tagkeys": tuple(tag.key for tag in tags)}
    names = getattr(params, "tag_keys", None)
    return {"aws:tagkeys": tuple(names)} if names else {}
