"""TestAuditAnchor: the newest checkpoint is sent now, and it is told how that went."""

from audit.models import Checkpoint
from audit.proof.anchoring import note_failure, note_success, send_newest
from audit.proof.organisation import (
    AnchorShape,
    find_own,
    require_management,
    shape_of,
)
from audit.proof.reaching import AnchorError
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    anchor_id: str


class Result(Answer, frozen=True, kw_only=True):
    """``delivered`` tells whether it got there; if not, the anchor's error says why."""

    delivered: bool
    anchor: AnchorShape


def _send(call: Call, _bound: None) -> Checkpoint | AnchorError:
    """Send before the transaction: nobody waits for a slow receiver meanwhile."""
    params: Params = call.params  # type: ignore[assignment]  # this operation's own
    try:
        return send_newest(find_own(call, params.anchor_id))
    except AnchorError as error:
        return error


@account_operation(
    service="portal", kind=Kind.CHANGE, check=require_management, prepare=_send
)
def test_audit_anchor(call: Call, params: Params) -> Result:
    anchor, sent = find_own(call, params.anchor_id), call.prepared
    if isinstance(sent, AnchorError):
        note_failure(anchor, str(sent), call.time)
    else:
        note_success(anchor, sent, call.time)
    return Result(
        delivered=isinstance(sent, Checkpoint), anchor=shape_of(anchor, call.time)
    )
