"""The policies on the caller's side, found and compiled: identity and boundary."""

from collections.abc import Iterable, Mapping, Sequence

from kmsportal.iam.engine import (
    CallerPolicies,
    CompiledPolicy,
    PolicyLayer,
    PolicySource,
    compile_policy,
)
from kmsportal.iam.managed_policies import AWS_MANAGED_POLICIES
from kmsportal.iam.models import (
    IamGroup,
    IamRole,
    IamUser,
    IdentityPolicy,
    ManagedPolicy,
    PolicyAttachment,
    PolicyVersion,
)
from kmsportal.iam.organizations.standing import standing_of


def policies_of_user(user: IamUser) -> CallerPolicies:
    """Compile what bounds a user: her own policies, her groups', her boundary."""
    groups = user.groups.filter(account_id=user.account_id).order_by("unique_id")
    ids = [user.unique_id, *groups.values_list("unique_id", flat=True)]
    return _policies(user.account_id, ids, user.boundary_arn)


def policies_of_role(role: IamRole) -> CallerPolicies:
    """Compile what bounds every session of a role."""
    return _policies(role.account_id, [role.unique_id], role.boundary_arn)


def policies_of_group(group: IamGroup) -> CallerPolicies:
    """Compile what a group gives to its users."""
    return _policies(group.account_id, [group.unique_id], "")


def find_documents(account_id: str, arns: Iterable[str]) -> Mapping[str, str]:
    """Return the documents in force of managed policies that are, by ARN.

    Another account's policies are as absent.
    """
    wanted = set(arns)
    found = {arn: AWS_MANAGED_POLICIES[arn] for arn in wanted & {*AWS_MANAGED_POLICIES}}
    names = {arn.rpartition("/")[2] for arn in wanted - {*found}}
    policies = ManagedPolicy.objects.filter(account_id=account_id, name__in=names)
    numbers = {p.unique_id: p for p in policies if p.arn in wanted}
    versions = PolicyVersion.objects.filter(policy__in=numbers)
    for version in versions:
        policy = numbers[version.policy_id]
        if version.number == policy.default_version:
            found[policy.arn] = version.document
    return found


def _policies(
    account_id: str, principal_ids: Sequence[str], boundary_arn: str
) -> CallerPolicies:
    attached = _attached_arns(account_id, principal_ids)
    documents = find_documents(
        account_id, [*attached, boundary_arn] if boundary_arn else attached
    )
    managed = [
        _compile(documents[arn], PolicyLayer.IDENTITY, arn)
        for arn in attached
        if arn in documents
    ]
    boundary = None
    if boundary_arn:
        # A boundary that is gone allows nothing.
        text = documents.get(boundary_arn, _NOTHING)
        boundary = _compile(text, PolicyLayer.BOUNDARY, boundary_arn)
    return CallerPolicies(
        identity=(*_inline(account_id, principal_ids), *managed),
        boundary=boundary,
        service_control=standing_of(account_id).service_control,
    )


_NOTHING = '{"Version": "2012-10-17", "Statement": []}'


def _attached_arns(account_id: str, principal_ids: Sequence[str]) -> list[str]:
    rows = PolicyAttachment.objects.filter(
        account_id=account_id, principal_id__in=principal_ids
    )
    # An order of its own, so that the same policy decides each time.
    return sorted(set(rows.values_list("policy_arn", flat=True)))


def _inline(account_id: str, principal_ids: Sequence[str]) -> list[CompiledPolicy]:
    rows = IdentityPolicy.objects.filter(
        account_id=account_id, principal_id__in=principal_ids
    ).order_by("principal_id", "name")
    return [
        compile_policy(row.document, PolicySource(PolicyLayer.IDENTITY, row.name))
        for row in rows
    ]


def _compile(document: str, layer: PolicyLayer, arn: str) -> CompiledPolicy:
    name = arn.rpartition("/")[2]
    return compile_policy(document, PolicySource(layer, name, arn))
