"""Users, groups and roles with all their policies, as one answer shows them."""

from kmsportal.core.shapes import Part, Timestamp
from kmsportal.iam.attached_boundaries import (
    AttachedPermissionsBoundary,
    shown_boundary,
)
from kmsportal.iam.attachments import AttachedPolicy, attached_policies
from kmsportal.iam.inline_policies import PolicyDetail, details_of
from kmsportal.iam.models import IamGroup, IamRole, IamUser
from kmsportal.iam.policy_names import ShownPolicy
from kmsportal.iam.roles import RoleLastUsed
from kmsportal.iam.tags import Tag, listed
from kmsportal.iam.trust_policies import shown_trust_policy


class UserDetail(Part, frozen=True, kw_only=True):
    """The API's structure of that name."""

    path: str
    user_name: str
    user_id: str
    arn: str
    create_date: Timestamp
    user_policy_list: list[PolicyDetail]
    group_list: list[str]
    attached_managed_policies: list[AttachedPolicy]
    permissions_boundary: AttachedPermissionsBoundary | None = None
    tags: list[Tag]


class GroupDetail(Part, frozen=True, kw_only=True):
    """The API's structure of that name."""

    path: str
    group_name: str
    group_id: str
    arn: str
    create_date: Timestamp
    group_policy_list: list[PolicyDetail]
    attached_managed_policies: list[AttachedPolicy]


class RoleDetail(Part, frozen=True, kw_only=True):
    """The API's structure of that name; there are no instance profiles here."""

    path: str
    role_name: str
    role_id: str
    arn: str
    create_date: Timestamp
    assume_role_policy_document: ShownPolicy | None = None
    role_policy_list: list[PolicyDetail]
    attached_managed_policies: list[AttachedPolicy]
    permissions_boundary: AttachedPermissionsBoundary | None = None
    tags: list[Tag]
    role_last_used: RoleLastUsed


def user_detail(user: IamUser) -> UserDetail:
    groups = user.groups.filter(account_id=user.account_id).order_by("name")
    return UserDetail(
        path=user.path,
        user_name=user.name,
        user_id=user.unique_id,
        arn=user.arn,
        create_date=Timestamp(user.created_at),
        user_policy_list=details_of(user),
        group_list=list(groups.values_list("name", flat=True)),
        attached_managed_policies=attached_policies(user),
        permissions_boundary=shown_boundary(user.boundary_arn),
        tags=listed(user.tags),
    )


def group_detail(group: IamGroup) -> GroupDetail:
    return GroupDetail(
        path=group.path,
        group_name=group.name,
        group_id=group.unique_id,
        arn=group.arn,
        create_date=Timestamp(group.created_at),
        group_policy_list=details_of(group),
        attached_managed_policies=attached_policies(group),
    )


def role_detail(role: IamRole) -> RoleDetail:
    used = role.last_used_at
    return RoleDetail(
        path=role.path,
        role_name=role.name,
        role_id=role.unique_id,
        arn=role.arn,
        create_date=Timestamp(role.created_at),
        assume_role_policy_document=shown_trust_policy(role),
        role_policy_list=details_of(role),
        attached_managed_policies=attached_policies(role),
        permissions_boundary=shown_boundary(role.boundary_arn),
        tags=listed(role.tags),
        role_last_used=RoleLastUsed(
            last_used_date=Timestamp(used) if used else None,
            region=role.last_used_region or None,
        ),
    )
