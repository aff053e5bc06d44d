"""ListAuditAnchors: where the organisation's checkpoints go, and how that goes."""

from audit.models import Anchor
from audit.proof.organisation import AnchorShape, require_management, shape_of
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    """Nothing is asked."""


class Result(Answer, frozen=True, kw_only=True):
    anchors: list[AnchorShape]


@account_operation(service="portal", kind=Kind.READ, check=require_management)
def list_audit_anchors(call: Call, params: Params) -> Result:
    rows = Anchor.objects.filter(account_id=call.account_id)
    ordered = rows.order_by("created_at", "id")
    return Result(anchors=[shape_of(anchor, call.time) for anchor in ordered])
