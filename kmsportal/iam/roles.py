"""IAM roles as the API shows them."""

from typing import Annotated

from msgspec import Meta

from kmsportal.core.errors import UnmodifiableEntityException
from kmsportal.core.shapes import URL_ENCODED, Part, Timestamp, matching
from kmsportal.iam.attached_boundaries import (
    AttachedPermissionsBoundary,
    shown_boundary,
)
from kmsportal.iam.models import IamRole
from kmsportal.iam.tags import Tag, listed
from kmsportal.iam.trust_policies import shown_trust_policy
from kmsportal.tenancy.models import Membership

PolicyText = Annotated[
    str,
    Meta(min_length=1, max_length=131072),
    matching(r"[\u0009\u000A\u000D\u0020-\u00FF]+"),
]
RoleDescription = Annotated[
    str,
    Meta(max_length=1000),
    matching(r"[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*"),
]
MaxSessionDuration = Annotated[int, Meta(ge=3600, le=43200)]


class RoleLastUsed(Part, frozen=True, kw_only=True):
    """When and where a session of the role last called; empty for never."""

    last_used_date: Timestamp | None = None
    region: str | None = None


class Role(Part, frozen=True, kw_only=True):
    """The API's ``Role`` structure."""

    path: str
    role_name: str
    role_id: str
    arn: str
    create_date: Timestamp
    assume_role_policy_document: Annotated[str, URL_ENCODED]
    description: str | None = None
    max_session_duration: int | None = None
    permissions_boundary: AttachedPermissionsBoundary | None = None
    tags: list[Tag] | None = None
    role_last_used: RoleLastUsed | None = None


def shown_role(role: IamRole) -> Role:
    """Return the role whole, as GetRole does."""
    used = role.last_used_at
    return Role(
        path=role.path,
        role_name=role.name,
        role_id=role.unique_id,
        arn=role.arn,
        create_date=Timestamp(role.created_at),
        assume_role_policy_document=shown_trust_policy(role),
        description=role.description or None,
        max_session_duration=role.max_session_seconds,
        permissions_boundary=shown_boundary(role.boundary_arn),
        tags=listed(role.tags) or None,
        role_last_used=RoleLastUsed(
            last_used_date=None if used is None else Timestamp(used),
            region=role.last_used_region or None,
        ),
    )


def listed_role(role: IamRole) -> Role:
    """Return the role as lists show it: without boundary, tags and last use."""
    return Role(
        path=role.path,
        role_name=role.name,
        role_id=role.unique_id,
        arn=role.arn,
        create_date=Timestamp(role.created_at),
        assume_role_policy_document=shown_trust_policy(role),
        description=role.description or None,
        max_session_duration=role.max_session_seconds,
    )


def require_no_members(role: IamRole) -> None:
    """Refuse to delete the role that people of the account act as."""
    held = Membership.objects.filter(account_id=role.account_id, role=role.name)
    count = held.count()
    if count:
        raise UnmodifiableEntityException(
            f"Cannot delete the role {role.name}: {count} members of the account act"
            " as it. Give them another role first."
        )
