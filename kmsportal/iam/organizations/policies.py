"""Control policies of an organisation: found, shown, checked when written."""

from collections.abc import Sequence

from kmsportal.core.errors import (
    ConstraintViolationException,
    DuplicatePolicyException,
    InvalidInputException,
    MalformedPolicyDocumentException,
    PolicyNotFoundException,
    PolicyTypeNotAvailableForOrganizationException,
    PolicyTypeNotEnabledException,
)
from kmsportal.iam.engine import PolicyError, PolicySource, check_identity_policy
from kmsportal.iam.engine.document import Statement, read_document
from kmsportal.iam.models import (
    ControlAttachment,
    ControlPolicy,
    FullAccessRemoval,
    PolicyType,
)
from kmsportal.iam.organizations.full_access import (
    FULL_ACCESS,
    LAYERS,
    FullAccess,
    compile_control,
)
from kmsportal.iam.organizations.names import policy_arn
from kmsportal.iam.organizations.shapes import (
    AnyPolicyType,
    PolicyDetail,
    PolicyEntry,
)
from kmsportal.tenancy.models import Organisation

# Organizations User Guide, "Quotas and service limits".
LARGEST = 5120
MOST_POLICIES = 1000
MOST_ATTACHED = 5
_EVERYONE: Sequence[object] = ("*", {"AWS": "*"}, {"AWS": ["*"]})

AnyPolicy = ControlPolicy | FullAccess


def find_policy(organisation: Organisation, policy_id: str) -> AnyPolicy:
    """Return a policy, AWS's own too; PolicyNotFoundException where there is none."""
    for managed in FULL_ACCESS.values():
        if managed.id == policy_id:
            return managed
    found = ControlPolicy.objects.filter(organisation=organisation, id=policy_id)
    policy = found.first()
    if policy is None:
        raise PolicyNotFoundException("You specified a policy that doesn't exist.")
    return policy


def find_own_policy(organisation: Organisation, policy_id: str) -> ControlPolicy:
    """Return a policy that may be changed; InvalidInputException for one of AWS."""
    policy = find_policy(organisation, policy_id)
    if isinstance(policy, FullAccess):
        raise InvalidInputException(
            "You can't change a policy that is managed by AWS.",
            reason="IMMUTABLE_POLICY",
        )
    return policy


def arn_of(organisation: Organisation, policy: AnyPolicy) -> str:
    if isinstance(policy, FullAccess):
        return policy.arn
    return policy_arn(organisation, policy.type, policy.id)


def policy_entry(organisation: Organisation, policy: AnyPolicy) -> PolicyEntry:
    return PolicyEntry(
        id=policy.id,
        arn=arn_of(organisation, policy),
        name=policy.name,
        description=policy.description,
        type=str(policy.type),
        aws_managed=isinstance(policy, FullAccess),
    )


def policy_detail(organisation: Organisation, policy: AnyPolicy) -> PolicyDetail:
    summary = policy_entry(organisation, policy)
    return PolicyDetail(policy_summary=summary, content=policy.content)


def control_type(given: AnyPolicyType) -> PolicyType:
    """Return the type; PolicyTypeNotAvailableForOrganizationException for others."""
    if given.value not in PolicyType.values:
        raise PolicyTypeNotAvailableForOrganizationException(
            f"The policy type {given.value} is not available for this organization."
        )
    return PolicyType(given.value)


def policies_of_type(
    organisation: Organisation, given: AnyPolicyType
) -> list[AnyPolicy]:
    """Return AWS's own policy of that type and the organisation's."""
    if given.value not in PolicyType.values:
        return []
    kind = PolicyType(given.value)
    rows = ControlPolicy.objects.filter(organisation=organisation, type=kind)
    return [FULL_ACCESS[kind], *rows.order_by("id")]


def is_enabled(organisation: Organisation, kind: str) -> bool:
    if kind == PolicyType.SERVICE_CONTROL:
        return organisation.has_service_control
    return organisation.has_resource_control


def require_enabled(organisation: Organisation, kind: str) -> None:
    if not is_enabled(organisation, kind):
        raise PolicyTypeNotEnabledException(
            f"The policy type {kind} is not enabled in this root."
        )


def attached_to(
    organisation: Organisation, target_id: str, kind: PolicyType
) -> list[AnyPolicy]:
    """Return the policies of one type on a target; none while the type is disabled."""
    if not is_enabled(organisation, kind):
        return []
    rows = ControlAttachment.objects.filter(
        organisation=organisation, target_id=target_id, policy__type=kind
    )
    own: list[AnyPolicy] = [
        row.policy for row in rows.select_related("policy").order_by("policy_id")
    ]
    is_bare = kind == PolicyType.SERVICE_CONTROL and (
        FullAccessRemoval.objects.filter(
            organisation=organisation, target_id=target_id
        ).exists()
    )
    return own if is_bare else [FULL_ACCESS[kind], *own]


def refuse_taken_name(
    organisation: Organisation, kind: str, name: str, *, but: str = ""
) -> None:
    """Refuse a name that another policy of the type has."""
    taken = ControlPolicy.objects.filter(
        organisation=organisation, type=kind, name=name
    )
    is_reserved = name == FULL_ACCESS[PolicyType(kind)].name
    if is_reserved or taken.exclude(id=but).exists():
        raise DuplicatePolicyException("A policy with the same name already exists.")


def check_content(content: str, kind: PolicyType) -> None:
    """Refuse what is no policy of that type, or too large."""
    if len(content.encode()) > LARGEST:
        raise ConstraintViolationException(
            f"The policy content exceeds {LARGEST} bytes.",
            reason="POLICY_CONTENT_LIMIT_EXCEEDED",
        )
    try:
        if kind is PolicyType.SERVICE_CONTROL:
            check_identity_policy(content, PolicySource(LAYERS[kind], ""))
        else:
            _check_resource_control(content)
    except PolicyError as error:
        raise MalformedPolicyDocumentException(
            "The provided policy document does not meet the requirements of the"
            " specified policy type."
        ) from error


def _check_resource_control(content: str) -> None:
    """Hold a policy to "RCP syntax" of the Organizations User Guide."""
    compile_control(content, PolicyType.RESOURCE_CONTROL, "", "")
    for statement in read_document(content).statements:
        if not _is_resource_control(statement):
            raise PolicyError("A statement is not one of a resource control policy.")


def _is_resource_control(statement: Statement) -> bool:
    actions = statement.action or ()
    named = (actions,) if isinstance(actions, str) else actions
    return (
        statement.effect == "Deny"
        and statement.principal in _EVERYONE
        and statement.not_action is None
        and "*" not in named
    )
