"""DeleteAuditAnchor: a place gets no more checkpoints; what is there stays."""

from audit.proof.organisation import find_own, require_management
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape


class Params(Shape, frozen=True, kw_only=True):
    anchor_id: str


@account_operation(service="portal", kind=Kind.CHANGE, check=require_management)
def delete_audit_anchor(call: Call, params: Params) -> Empty:
    find_own(call, params.anchor_id).delete()
    return Empty()
