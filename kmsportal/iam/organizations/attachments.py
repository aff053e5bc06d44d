"""Attaching control policies and taking them off.

Each target keeps at least one service control policy, and RCPFullAWSAccess is never
taken off (Organizations User Guide, "Attaching and detaching policies").
"""

from collections.abc import Sequence

from django.db.models import QuerySet

from kmsportal.core.errors import (
    ConstraintViolationException,
    DuplicatePolicyAttachmentException,
    InvalidInputException,
    PolicyNotAttachedException,
)
from kmsportal.iam.models import ControlAttachment, FullAccessRemoval, PolicyType
from kmsportal.iam.organizations.full_access import FullAccess
from kmsportal.iam.organizations.policies import (
    MOST_ATTACHED,
    AnyPolicy,
    attached_to,
    is_enabled,
    require_enabled,
)
from kmsportal.iam.organizations.shapes import TargetEntry
from kmsportal.iam.organizations.tree import all_targets, find_target
from kmsportal.tenancy.models import Organisation


def attach(organisation: Organisation, policy: AnyPolicy, target_id: str) -> None:
    """Put a policy on a target; refuses what AWS refuses."""
    kind = PolicyType(policy.type)
    require_enabled(organisation, kind)
    attached = attached_to(organisation, target_id, kind)
    if policy.id in [one.id for one in attached]:
        raise DuplicatePolicyAttachmentException(
            "A policy with the specified name and type already is attached to the"
            " target."
        )
    if len(attached) >= MOST_ATTACHED:
        raise ConstraintViolationException(
            f"At most {MOST_ATTACHED} policies of a type can be attached to a target.",
            reason="MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
        )
    if isinstance(policy, FullAccess):
        _removals(organisation, target_id).delete()
    else:
        policy.attachments.create(organisation=organisation, target_id=target_id)


def detach(organisation: Organisation, policy: AnyPolicy, target_id: str) -> None:
    """Take a policy off a target; refuses what AWS refuses."""
    kind = PolicyType(policy.type)
    attached = attached_to(organisation, target_id, kind)
    if policy.id not in [one.id for one in attached]:
        raise PolicyNotAttachedException(
            "The policy isn't attached to the specified target."
        )
    if isinstance(policy, FullAccess) and kind is PolicyType.RESOURCE_CONTROL:
        raise InvalidInputException(
            "You can't detach the policy RCPFullAWSAccess.",
            reason="NON_DETACHABLE_POLICY",
        )
    if len(attached) == 1:
        raise ConstraintViolationException(
            "You cannot remove the last policy attached to the specified target.",
            reason="MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
        )
    if isinstance(policy, FullAccess):
        _removals(organisation, target_id).create(
            organisation=organisation, target_id=target_id
        )
    else:
        policy.attachments.filter(target_id=target_id).delete()


def targets_of(organisation: Organisation, policy: AnyPolicy) -> Sequence[TargetEntry]:
    """Return what a policy is attached to."""
    if not isinstance(policy, FullAccess):
        rows = policy.attachments.values_list("target_id", flat=True)
        return [find_target(organisation, target_id) for target_id in rows]
    if not is_enabled(organisation, policy.type):
        return []
    bare: set[str] = set()
    if policy.type == PolicyType.SERVICE_CONTROL:
        removed = FullAccessRemoval.objects.filter(organisation=organisation)
        bare = set(removed.values_list("target_id", flat=True))
    return [one for one in all_targets(organisation) if one.target_id not in bare]


def detach_all(organisation: Organisation, kind: PolicyType) -> None:
    """Take all policies of a type off everything, as AWS does when it is disabled."""
    ControlAttachment.objects.filter(
        organisation=organisation, policy__type=kind
    ).delete()
    if kind is PolicyType.SERVICE_CONTROL:
        FullAccessRemoval.objects.filter(organisation=organisation).delete()


def set_enabled(organisation: Organisation, kind: PolicyType, *, enabled: bool) -> None:
    names = {
        PolicyType.SERVICE_CONTROL: "has_service_control",
        PolicyType.RESOURCE_CONTROL: "has_resource_control",
    }
    setattr(organisation, names[kind], enabled)
    organisation.save(update_fields=[names[kind]])


def _removals(
    organisation: Organisation, target_id: str
) -> QuerySet[FullAccessRemoval]:
    return FullAccessRemoval.objects.filter(
        organisation=organisation, target_id=target_id
    )
