"""CreatePolicy: a managed policy of the account, with its first version."""

from collections import Counter

from kmsportal.core.call import Call
from kmsportal.core.errors import EntityAlreadyExistsException
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam import quotas
from kmsportal.iam.declaring import account_operation, tagging
from kmsportal.iam.entities import entity_arn
from kmsportal.iam.models import ManagedPolicy, PolicyVersion
from kmsportal.iam.names import PolicyName
from kmsportal.iam.naming import one_of_that_name, require_room
from kmsportal.iam.policies import ShownManagedPolicy, shown_policy
from kmsportal.iam.policy_names import PolicyDescription, PolicyPath, PolicyText
from kmsportal.iam.policy_uses import Uses
from kmsportal.iam.policy_writing import check_managed_policy
from kmsportal.iam.tags import Tags, tagged
from kmsportal.tenancy.ids import new_unique_id


class Params(Shape, frozen=True, kw_only=True):
    policy_name: PolicyName
    path: PolicyPath | None = None
    policy_document: PolicyText
    description: PolicyDescription | None = None
    tags: Tags | None = None


class Result(Answer, frozen=True, kw_only=True):
    policy: ShownManagedPolicy


def _arn(call: Call) -> str:
    params: Params = call.params  # type: ignore[assignment]  # declared so
    return entity_arn(call, "policy", params.policy_name, params.path or "/")


@account_operation(resource=_arn, also=tagging("iam:TagPolicy"))
def create_policy(call: Call, params: Params) -> Result:
    check_managed_policy(params.policy_document, params.policy_name)
    require_room(call, ManagedPolicy, "PoliciesPerAccount", most=quotas.POLICIES)
    try:
        with one_of_that_name("Policy", params.policy_name):
            policy = _make(call, params)
    except EntityAlreadyExistsException:
        raise EntityAlreadyExistsException(
            f"A policy called {params.policy_name} already exists. Duplicate names are"
            " not allowed."
        ) from None
    return Result(policy=shown_policy(policy, Uses(Counter(), Counter())))


def _make(call: Call, params: Params) -> ManagedPolicy:
    policy = ManagedPolicy.objects.create(
        unique_id=new_unique_id("ANPA"),
        account_id=call.account_id,
        name=params.policy_name,
        path=params.path or "/",
        description=params.description or "",
        tags=tagged({}, params.tags, quota="TagsPerPolicy"),
        created_at=call.time,
        updated_at=call.time,
    )
    PolicyVersion.objects.create(
        policy=policy, number=1, document=params.policy_document, created_at=call.time
    )
    return policy
