"""GetAccountAuthorizationDetails: all identities of the account and all policies."""

from collections.abc import Callable
from typing import Any

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.authorization_details import (
    GroupDetail,
    RoleDetail,
    UserDetail,
    group_detail,
    role_detail,
    user_detail,
)
from kmsportal.iam.aws_policies import AWS_POLICIES, AwsPolicy
from kmsportal.iam.declaring import account_operation
from kmsportal.iam.models import IamGroup, IamRole, IamUser, ManagedPolicy
from kmsportal.iam.paging import Marker, MaxItems, page_of_items
from kmsportal.iam.policies import ManagedPolicyDetail, policy_detail
from kmsportal.iam.policy_names import EntityKind
from kmsportal.iam.policy_uses import Uses, uses_in


class Params(Shape, frozen=True, kw_only=True):
    filter: list[EntityKind] | None = None
    max_items: MaxItems | None = None
    marker: Marker | None = None


class Result(Answer, frozen=True, kw_only=True):
    user_detail_list: list[UserDetail]
    group_detail_list: list[GroupDetail]
    role_detail_list: list[RoleDetail]
    policies: list[ManagedPolicyDetail]
    is_truncated: bool
    marker: str | None = None


@account_operation(kind=Kind.READ)
def get_account_authorization_details(call: Call, params: Params) -> Result:
    uses = uses_in(call.account_id)
    wanted = params.filter or list(EntityKind)
    found = [
        row for kind in EntityKind if kind in wanted for row in _LISTS[kind](call, uses)
    ]
    page = page_of_items(call, found, of=sorted(kind.value for kind in wanted))
    rows = page.items
    return Result(
        user_detail_list=[user_detail(row) for row in rows if isinstance(row, IamUser)],
        group_detail_list=[
            group_detail(row) for row in rows if isinstance(row, IamGroup)
        ],
        role_detail_list=[role_detail(row) for row in rows if isinstance(row, IamRole)],
        policies=[
            policy_detail(row, uses)
            for row in rows
            if isinstance(row, ManagedPolicy | AwsPolicy)
        ],
        is_truncated=page.is_truncated,
        marker=page.marker,
    )


def _rows(model: type[Any]) -> Callable[[Call, Uses], list[Any]]:
    return lambda call, _uses: list(
        model.objects.filter(account_id=call.account_id).order_by("name")
    )


def _in_use(_call: Call, uses: Uses) -> list[AwsPolicy]:
    """Return those of AWS's policies that the account uses."""
    return [policy for arn, policy in AWS_POLICIES.items() if uses.has(arn)]


_LISTS: dict[EntityKind, Callable[[Call, Uses], list[Any]]] = {
    EntityKind.USER: _rows(IamUser),
    EntityKind.GROUP: _rows(IamGroup),
    EntityKind.ROLE: _rows(IamRole),
    EntityKind.LOCAL_POLICY: _rows(ManagedPolicy),
    EntityKind.AWS_POLICY: _in_use,
}
