"""Managed policies, the account's and AWS's: found by ARN, and as the API has them."""

import re
from collections.abc import Sequence
from typing import Any

from kmsportal.core.call import Call
from kmsportal.core.errors import (
    AccessDeniedException,
    InvalidInputException,
    NoSuchEntityException,
)
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Part, Timestamp
from kmsportal.iam.aws_policies import AWS_POLICIES, AwsPolicy
from kmsportal.iam.entities import Entity
from kmsportal.iam.models import ManagedPolicy, PolicyVersion
from kmsportal.iam.policy_names import ShownPolicy
from kmsportal.iam.policy_uses import Uses
from kmsportal.iam.tags import Tag, listed

Policy = ManagedPolicy | AwsPolicy
_ARN = re.compile(r"arn:aws:iam::(?:[0-9]{12}|aws):policy(/(?:[^/]+/)*)[^/]+")


class ShownVersion(Part, frozen=True, kw_only=True):
    """The API's ``PolicyVersion`` structure."""

    document: ShownPolicy | None = None
    version_id: str
    is_default_version: bool
    create_date: Timestamp


class PolicyMembers(Part, frozen=True, kw_only=True):
    """What the API's ``Policy`` and ``ManagedPolicyDetail`` structures share."""

    policy_name: str
    policy_id: str
    arn: str
    path: str
    default_version_id: str
    attachment_count: int
    permissions_boundary_usage_count: int
    is_attachable: bool
    description: str | None = None
    create_date: Timestamp
    update_date: Timestamp


class ShownManagedPolicy(PolicyMembers, frozen=True, kw_only=True):
    """The API's ``Policy`` structure."""

    tags: list[Tag] | None = None


class ManagedPolicyDetail(PolicyMembers, frozen=True, kw_only=True):
    """The API's structure of that name."""

    policy_version_list: list[ShownVersion]


def named_policy(call: Call) -> Entity:
    """Return the policy that ``params.policy_arn`` names; InvalidInputException."""
    params: Any = call.params
    arn: str = params.policy_arn
    require_policy_arn(arn)
    is_locked = call.operation.kind is Kind.CHANGE
    return Entity(
        arn=arn,
        shown_as=f"policy {arn}",
        absence=f"Policy {arn} was not found.",
        row=_find(call.account_id, arn, is_locked=is_locked),
    )


def require_own(call: Call, policy: Policy) -> None:
    """Refuse to change what is AWS's; AccessDeniedException."""
    if isinstance(policy, AwsPolicy):
        raise AccessDeniedException(
            f"User: {call.caller.principal.arn} is not authorized to perform:"
            f" {call.operation.action} on resource: policy {policy.arn}"
        )


def hold_policy(account_id: str, arn: str) -> Policy:
    """Return the policy that is to be attached, kept from going meanwhile.

    InvalidInputException for no policy's ARN, NoSuchEntityException when the account
    sees no such policy.
    """
    require_policy_arn(arn)
    policy = _find(account_id, arn, is_locked=True)
    if policy is None:
        raise NoSuchEntityException(
            f"Policy {arn} does not exist or is not attachable."
        )
    return policy


def require_policy_arn(arn: str) -> None:
    if not _ARN.fullmatch(arn):
        raise InvalidInputException(f"ARN {arn} is not valid.")


def path_of(arn: str) -> str:
    """Return the path within a managed policy's ARN, such as ``/team/``."""
    found = _ARN.fullmatch(arn)
    return found.group(1) if found else "/"


def versions_of(policy: Policy) -> Sequence[PolicyVersion]:
    """Return the policy's versions, the newest first."""
    if isinstance(policy, ManagedPolicy):
        return list(policy.versions.order_by("-number"))
    version = PolicyVersion(number=1, document=policy.document)
    version.created_at = policy.created_at
    return [version]


def find_version(policy: Policy, version_id: str) -> PolicyVersion:
    """Return the version ``v<number>``; NoSuchEntityException when there is none."""
    for version in versions_of(policy):
        if version_id == f"v{version.number}":
            return version
    raise NoSuchEntityException(
        f"Policy {policy.arn} version {version_id} does not exist or is not attachable."
    )


def shown_version(
    policy: Policy, version: PolicyVersion, *, document: str | None = None
) -> ShownVersion:
    """Return the version; lists and answers to changes show no document."""
    return ShownVersion(
        document=document,
        version_id=f"v{version.number}",
        is_default_version=version.number == policy.default_version,
        create_date=Timestamp(version.created_at),
    )


def policy_members(policy: Policy, uses: Uses) -> dict[str, Any]:
    """Return the members that every structure of a managed policy has."""
    return {
        "policy_name": policy.name,
        "policy_id": policy.unique_id,
        "arn": policy.arn,
        "path": policy.path,
        "default_version_id": f"v{policy.default_version}",
        "attachment_count": uses.attached[policy.arn],
        "permissions_boundary_usage_count": uses.boundaries[policy.arn],
        "is_attachable": True,
        "create_date": Timestamp(policy.created_at),
        "update_date": Timestamp(policy.updated_at),
    }


def shown_policy(policy: Policy, uses: Uses) -> ShownManagedPolicy:
    """Return the policy with its description and tags."""
    return ShownManagedPolicy(
        **policy_members(policy, uses),
        description=policy.description or None,
        tags=listed(policy.tags) or None,
    )


def listed_policy(policy: Policy, uses: Uses) -> ShownManagedPolicy:
    """Return the policy as lists show it: without description and tags."""
    return ShownManagedPolicy(**policy_members(policy, uses))


def policy_detail(policy: Policy, uses: Uses) -> ManagedPolicyDetail:
    """Return the policy with the texts of all its versions."""
    return ManagedPolicyDetail(
        **policy_members(policy, uses),
        description=policy.description or None,
        policy_version_list=[
            shown_version(policy, version, document=version.document)
            for version in versions_of(policy)
        ],
    )


def _find(account_id: str, arn: str, *, is_locked: bool) -> Policy | None:
    if arn in AWS_POLICIES:
        return AWS_POLICIES[arn]
    name = arn.rpartition("/")[2]
    rows = ManagedPolicy.objects.filter(account_id=account_id, name=name)
    policy = (rows.select_for_update() if is_locked else rows).first()
    # The name alone is unique; the ARN must be right in path and account as well.
    return policy if policy is not None and policy.arn == arn else None
