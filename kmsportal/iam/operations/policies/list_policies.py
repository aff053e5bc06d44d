"""ListPolicies: the managed policies of the account and AWS's."""

from collections import Counter
from collections.abc import Callable
from enum import Enum

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.aws_policies import AWS_POLICIES
from kmsportal.iam.declaring import account_operation
from kmsportal.iam.entities import list_arn
from kmsportal.iam.models import ManagedPolicy
from kmsportal.iam.paging import Marker, MaxItems, page_of_items
from kmsportal.iam.policies import Policy, ShownManagedPolicy, listed_policy
from kmsportal.iam.policy_names import PolicyPath, PolicyUsage
from kmsportal.iam.policy_uses import Uses, uses_in


class Scope(Enum):
    """Whose policies are listed."""

    ALL = "All"
    AWS = "AWS"
    LOCAL = "Local"


class Params(Shape, frozen=True, kw_only=True):
    scope: Scope | None = None
    only_attached: bool | None = None
    path_prefix: PolicyPath | None = None
    policy_usage_filter: PolicyUsage | None = None
    marker: Marker | None = None
    max_items: MaxItems | None = None


class Result(Answer, frozen=True, kw_only=True):
    policies: list[ShownManagedPolicy]
    is_truncated: bool
    marker: str | None = None


@account_operation(resource=list_arn("policy"), kind=Kind.READ)
def list_policies(call: Call, params: Params) -> Result:
    uses = uses_in(call.account_id)
    is_wanted = _filter(params, uses)
    found = [policy for policy in _in_scope(call, params.scope) if is_wanted(policy)]
    page = page_of_items(call, sorted(found, key=_order), of=_list(params))
    return Result(
        policies=[listed_policy(policy, uses) for policy in page.items],
        is_truncated=page.is_truncated,
        marker=page.marker,
    )


def _in_scope(call: Call, scope: Scope | None) -> list[Policy]:
    found: list[Policy] = []
    if scope is not Scope.LOCAL:
        found += AWS_POLICIES.values()
    if scope is not Scope.AWS:
        found += ManagedPolicy.objects.filter(account_id=call.account_id)
    return found


def _filter(params: Params, uses: Uses) -> Callable[[Policy], bool]:
    prefix = params.path_prefix or "/"
    is_boundary = params.policy_usage_filter is PolicyUsage.BOUNDARY
    counts: Counter[str] = uses.boundaries if is_boundary else uses.attached
    is_use_needed = params.only_attached or params.policy_usage_filter is not None

    def is_wanted(policy: Policy) -> bool:
        is_used = counts[policy.arn] > 0
        return policy.path.startswith(prefix) and (is_used or not is_use_needed)

    return is_wanted


def _order(policy: Policy) -> tuple[str, str]:
    return policy.name, policy.arn


def _list(params: Params) -> list[str]:
    """Describe the list: a marker is good for no other."""
    chosen = (params.scope, params.only_attached, params.policy_usage_filter)
    return [params.path_prefix or "/", *map(str, chosen)]
