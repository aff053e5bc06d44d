"""RevokeRoleSessions: all sessions of a role that have begun so far end.

The portal's own operation, for what AWS's console calls "Revoke active sessions". Who
may still assume the role can begin another at once.
"""

from kmsportal.core.call import Call
from kmsportal.core.members import event_members
from kmsportal.core.operation import Kind, Operation
from kmsportal.core.record import Trace
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.core.shapes import Timestamp
from kmsportal.iam.declaring import entity_need
from kmsportal.iam.entities import Entity, named_role
from kmsportal.iam.models import IamRole
from kmsportal.iam.names import RoleName


class Params(Shape, frozen=True, kw_only=True):
    role_name: RoleName


class Result(Answer, frozen=True, kw_only=True):
    """Sessions that began up to then are refused."""

    revoked_at: Timestamp


def _run(call: Call, entity: Entity) -> Result:
    role: IamRole = entity.row
    role.sessions_revoked_at = call.time
    role.save(update_fields=["sessions_revoked_at"])
    return Result(revoked_at=Timestamp(call.time))


def _trace(call: Call, entity: Entity | None, result: Answer | None) -> Trace:
    named = ((entity.arn, call.account_id),) if entity else ()
    shown = event_members(result) if result else None
    return Trace(
        request=event_members(call.params), response=shown, extra_resources=named
    )


revoke_role_sessions = Operation(
    service="portal",
    name="RevokeRoleSessions",
    kind=Kind.CHANGE,
    params=Params,
    result=Result,
    bind=named_role,
    needs=lambda call, entity: (entity_need(call, call.operation.action, entity),),
    check=lambda call, entity: entity.require(),
    run=_run,
    trace=_trace,
    ends_rights=True,
)
