"""EnablePolicyType: let a type of policy count; full access then stands everywhere."""

from collections.abc import Sequence

from kmsportal.core.call import Call
from kmsportal.core.errors import PolicyTypeAlreadyEnabledException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.organizations.attachments import set_enabled
from kmsportal.iam.organizations.declaring import every_account, organization_operation
from kmsportal.iam.organizations.names import entity_arn
from kmsportal.iam.organizations.policies import control_type, is_enabled
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
def enable_policy_type(
    call: Call, organisation: Organisation, params: Params
) -> Result:
    require_root(organisation, params.root_id)
    kind = control_type(params.policy_type)
    if is_enabled(organisation, kind):
        raise PolicyTypeAlreadyEnabledException(
            f"The policy type {kind} is already enabled in this root."
        )
    set_enabled(organisation, kind, enabled=True)
    return Result(root=root_entry(organisation))
