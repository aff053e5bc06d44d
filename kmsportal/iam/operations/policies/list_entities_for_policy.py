"""ListEntitiesForPolicy: who has a managed policy attached or as a boundary."""

from itertools import chain
from typing import Any

from django.db.models import QuerySet

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Part
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.models import IamGroup, IamRole, IamUser, PolicyAttachment
from kmsportal.iam.names import ArnText, EntityPath
from kmsportal.iam.paging import Marker, MaxItems, page_of_items, under_path
from kmsportal.iam.policies import Policy, named_policy
from kmsportal.iam.policy_names import EntityKind, PolicyUsage


class Params(Shape, frozen=True, kw_only=True):
    policy_arn: ArnText
    entity_filter: EntityKind | None = None
    path_prefix: EntityPath | None = None
    policy_usage_filter: PolicyUsage | None = None
    marker: Marker | None = None
    max_items: MaxItems | None = None


class PolicyGroup(Part, frozen=True, kw_only=True):
    group_name: str
    group_id: str


class PolicyUser(Part, frozen=True, kw_only=True):
    user_name: str
    user_id: str


class PolicyRole(Part, frozen=True, kw_only=True):
    role_name: str
    role_id: str


class Result(Answer, frozen=True, kw_only=True):
    policy_groups: list[PolicyGroup]
    policy_users: list[PolicyUser]
    policy_roles: list[PolicyRole]
    is_truncated: bool
    marker: str | None = None


_Identity = IamUser | IamGroup | IamRole
_KINDS: dict[EntityKind, type[Any]] = {
    EntityKind.GROUP: IamGroup,
    EntityKind.USER: IamUser,
    EntityKind.ROLE: IamRole,
}


@entity_operation(find=named_policy, kind=Kind.READ)
def list_entities_for_policy(call: Call, policy: Policy, params: Params) -> Result:
    wanted = [params.entity_filter] if params.entity_filter else list(_KINDS)
    models = [_KINDS[kind] for kind in wanted if kind in _KINDS]
    found = list(chain.from_iterable(_holders(call, model) for model in models))
    page = page_of_items(call, found, of=_list(params))
    return Result(
        policy_groups=[
            PolicyGroup(group_name=group.name, group_id=group.unique_id)
            for group in page.items
            if isinstance(group, IamGroup)
        ],
        policy_users=[
            PolicyUser(user_name=user.name, user_id=user.unique_id)
            for user in page.items
            if isinstance(user, IamUser)
        ],
        policy_roles=[
            PolicyRole(role_name=role.name, role_id=role.unique_id)
            for role in page.items
            if isinstance(role, IamRole)
        ],
        is_truncated=page.is_truncated,
        marker=page.marker,
    )


def _holders(call: Call, model: type[Any]) -> list[_Identity]:
    """Return who of one kind has the policy in the way asked for, by name."""
    params: Params = call.params  # type: ignore[assignment]  # declared so
    attached = PolicyAttachment.objects.filter(
        account_id=call.account_id, policy_arn=params.policy_arn
    )
    rows: QuerySet[Any] = model.objects.filter(account_id=call.account_id)
    found = rows.none()
    if params.policy_usage_filter is not PolicyUsage.BOUNDARY:
        found |= rows.filter(unique_id__in=attached.values("principal_id"))
    is_bounded = model is not IamGroup
    if is_bounded and params.policy_usage_filter is not PolicyUsage.PERMISSIONS:
        found |= rows.filter(boundary_arn=params.policy_arn)
    return list(under_path(found, params.path_prefix).order_by("name"))


def _list(params: Params) -> list[str]:
    """Describe the list: a marker is good for no other."""
    chosen = (params.entity_filter, params.path_prefix, params.policy_usage_filter)
    return [params.policy_arn, *map(str, chosen)]
