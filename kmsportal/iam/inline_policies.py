"""The policies inline in users, groups and roles: putting, finding, removing."""

from typing import Any

from django.db.models import QuerySet

from kmsportal.core.errors import LimitExceededException, NoSuchEntityException
from kmsportal.core.shapes import Part
from kmsportal.iam import quotas
from kmsportal.iam.models import IamGroup, IamRole, IamUser, IdentityPolicy
from kmsportal.iam.policy_names import ShownPolicy
from kmsportal.iam.policy_writing import check_inline_policy, size_of

Identity = IamUser | IamGroup | IamRole

# IAM User Guide, "IAM and AWS STS quotas": all of an identity's together.
_QUOTAS: dict[type[Any], tuple[str, int]] = {
    IamUser: ("user", quotas.USER_POLICY_CHARACTERS),
    IamGroup: ("group", quotas.GROUP_POLICY_CHARACTERS),
    IamRole: ("role", quotas.ROLE_POLICY_CHARACTERS),
}


class PolicyDetail(Part, frozen=True, kw_only=True):
    """The API's structure of that name: an inline policy and its text."""

    policy_name: str
    policy_document: ShownPolicy


def inline_policies_of(identity: Identity) -> QuerySet[IdentityPolicy]:
    return IdentityPolicy.objects.filter(
        account_id=identity.account_id, principal_id=identity.unique_id
    )


def put_inline_policy(identity: Identity, name: str, document: str) -> None:
    """Put the policy on the identity, over any of the same name.

    MalformedPolicyDocumentException when it is none, LimitExceededException when all
    of the identity's would be too large together.
    """
    check_inline_policy(document, name)
    others = inline_policies_of(identity).exclude(name=name)
    sizes = map(size_of, others.values_list("document", flat=True))
    noun, most = _QUOTAS[type(identity)]
    if sum(sizes) + size_of(document) > most:
        raise LimitExceededException(
            f"Maximum policy size of {most} bytes exceeded for {noun} {identity.name}"
        )
    IdentityPolicy.objects.update_or_create(
        account_id=identity.account_id,
        principal_id=identity.unique_id,
        name=name,
        defaults={"document": document},
    )


def find_inline_policy(identity: Identity, name: str) -> IdentityPolicy:
    """Return the identity's policy of that name; NoSuchEntityException if none."""
    policy = inline_policies_of(identity).filter(name=name).first()
    if policy is None:
        noun, _ = _QUOTAS[type(identity)]
        raise NoSuchEntityException(
            f"The {noun} policy with name {name} cannot be found."
        )
    return policy


def details_of(identity: Identity) -> list[PolicyDetail]:
    """Return the identity's policies with their texts, by name."""
    return [
        PolicyDetail(policy_name=policy.name, policy_document=policy.document)
        for policy in inline_policies_of(identity).order_by("name")
    ]
