"""DisablePolicyType: a type counts no longer; its policies are detached everywhere."""

from collections.abc import Sequence

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.organizations.attachments import detach_all, set_enabled
from kmsportal.iam.organizations.declaring import every_account, organization_operation
from kmsportal.iam.organizations.names import entity_arn
from kmsportal.iam.organizations.policies import control_type, require_enabled
from kmsportal.iam.organizations.shapes import AnyPolicyType, RootEntry, RootId
from kmsportal.iam.organizations.tree import require_root, root_entry
from kmsportal.tenancy.models import Organisation


class Params(Shape, frozen=True, kw_only=True):
    root_id: RootId
    policy_type: AnyPolicyType


class Result(Answer, frozen=True, kw_only=True):
    root: RootEntry


def _resources(organisation: Organisation, params: Params) -> Sequence[str]:
    return (entity_arn(organisation, params.root_id),)


@organization_operation(
    kind=Kind.CHANGE, resources=_resources, changed=every_account, ends_rights=True
)
def disable_policy_type(
    call: Call, organisation: Organisation, params: Params
) -> Result:
    require_root(organisation, params.root_id)
    kind = control_type(params.policy_type)
    require_enabled(organisation, kind)
    detach_all(organisation, kind)
    set_enabled(organisation, kind, enabled=False)
    return Result(root=root_entry(organisation))
