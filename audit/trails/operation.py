"""Declaring an operation on one trail.

Its body is ``def name(call, trail, params) -> Result``. The caller is authorised upon
the ARN that she named before the trail is looked for, so that nobody learns of trails
that she may not touch.
"""

from collections.abc import Callable, Sequence
from typing import Any, get_type_hints

from audit.models import Trail
from audit.trails.finding import find_trail, find_trail_at_home
from audit.trails.naming import TrailName, read_trail_name
from kmsportal.core.call import Call
from kmsportal.core.members import event_members
from kmsportal.core.operation import Kind, Need, Operation, pascal
from kmsportal.core.record import Trace
from kmsportal.core.shapes import Params, Result

Body = Callable[[Call, Trail, Any], Result]


def trail_operation(
    *,
    kind: Kind,
    service: str = "cloudtrail",
    member: str = "name",
    read: Callable[[str], TrailName] | None = None,
    answer_is_shown: bool = False,
) -> Callable[[Body], Operation]:
    """Declare an operation on the trail that ``member`` names.

    ``read`` is for operations that take an ARN and no name. A change is refused outside
    the trail's home Region. ``answer_is_shown`` puts what is answered into the event,
    as CloudTrail does for changes that answer anything.
    """

    def declare(body: Body) -> Operation:
        hints = get_type_hints(body)

        def bind(call: Call) -> TrailName:
            text: str = getattr(call.params, member)
            return read(text) if read else read_trail_name(call, text)

        def run(call: Call, named: TrailName) -> Result:
            find = find_trail_at_home if kind is Kind.CHANGE else find_trail
            return body(call, find(call, named), call.params)

        def trace(call: Call, named: TrailName | None, result: Result | None) -> Trace:
            shown = event_members(result) if result and answer_is_shown else None
            return trail_trace(call.params, named, shown)

        return Operation(
            service=service,
            name=pascal(body.__name__),
            kind=kind,
            params=hints["params"],
            result=hints["return"],
            bind=bind,
            needs=trail_needs,
            check=lambda _call, _bound: None,
            run=run,
            trace=trace,
        )

    return declare


def trail_needs(call: Call, named: TrailName) -> Sequence[Need]:
    """Return the permission of the call's own name on the trail."""
    need = Need(
        action=call.operation.action, resource=named.arn, account_id=named.account_id
    )
    return (need,)


def trail_trace(
    params: Params, named: TrailName | None, shown: dict[str, Any] | None = None
) -> Trace:
    """Show the parameters, the trail and what was answered."""
    resources = ((named.arn, named.account_id),) if named else ()
    return Trace(
        request=event_members(params) or None,
        response=shown,
        extra_resources=resources,
    )
