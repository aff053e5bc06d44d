"""Managed policies on users, groups and roles: attaching, listing, detaching."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from kmsportal.core.call import Call
from kmsportal.core.errors import LimitExceededException, NoSuchEntityException
from kmsportal.core.shapes import Part
from kmsportal.iam import quotas
from kmsportal.iam.models import IamGroup, IamRole, IamUser, PolicyAttachment
from kmsportal.iam.paging import Page, page_of_items
from kmsportal.iam.policies import hold_policy, path_of, require_policy_arn

Identity = IamUser | IamGroup | IamRole
_QUOTAS: dict[type[Any], str] = {
    IamUser: "PoliciesPerUser",
    IamGroup: "PoliciesPerGroup",
    IamRole: "PoliciesPerRole",
}


class AttachedPolicy(Part, frozen=True, kw_only=True):
    """The API's structure of that name."""

    policy_name: str
    policy_arn: str


def attach_policy(identity: Identity, arn: str, *, time: datetime) -> None:
    """Attach the managed policy, once.

    NoSuchEntityException when the account sees no such policy, LimitExceededException
    beyond ten on one identity.
    """
    hold_policy(identity.account_id, arn)
    attached = attachments_of(identity)
    if attached.filter(policy_arn=arn).exists():
        return
    most = quotas.POLICIES_OF_AN_IDENTITY
    if attached.count() >= most:
        raise LimitExceededException(
            f"Cannot exceed quota for {_QUOTAS[type(identity)]}: {most}"
        )
    attached.create(
        account_id=identity.account_id,
        principal_id=identity.unique_id,
        policy_arn=arn,
        attached_at=time,
    )


def detach_policy(identity: Identity, arn: str) -> None:
    """Take the policy off the identity; NoSuchEntityException if it is not on."""
    require_policy_arn(arn)
    gone, _ = attachments_of(identity).filter(policy_arn=arn).delete()
    if not gone:
        raise NoSuchEntityException(f"Policy {arn} was not found.")


def attachments_of(identity: Identity) -> QuerySet[PolicyAttachment]:
    return PolicyAttachment.objects.filter(
        account_id=identity.account_id, principal_id=identity.unique_id
    )


def attached_policies(identity: Identity) -> list[AttachedPolicy]:
    """Return what is attached to the identity, by name."""
    arns = attachments_of(identity).values_list("policy_arn", flat=True)
    return [
        AttachedPolicy(policy_name=arn.rpartition("/")[2], policy_arn=arn)
        for arn in sorted(arns, key=lambda arn: (arn.rpartition("/")[2], arn))
    ]


def page_of_attached(call: Call, identity: Identity) -> Page[AttachedPolicy]:
    """Return the page that the call asks for, of those under its path."""
    params: Any = call.params
    prefix = params.path_prefix or "/"
    attached = [
        policy
        for policy in attached_policies(identity)
        if path_of(policy.policy_arn).startswith(prefix)
    ]
    return page_of_items(call, attached, of=[identity.unique_id, prefix])
