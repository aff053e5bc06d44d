"""Declaring an operation on the caller's account as a whole.

Its body is ``def name(call, params) -> Result``; name, parameters and result are taken
from it.
"""

from collections.abc import Callable, Sequence
from typing import Any, get_type_hints

from kmsportal.core.call import Call
from kmsportal.core.members import event_members
from kmsportal.core.operation import Kind, Need, Operation, pascal
from kmsportal.core.record import Trace
from kmsportal.core.shapes import Result

Body = Callable[[Call, Any], Result]
Needs = Callable[[Call, None], Sequence[Need]]
Check = Callable[[Call, None], None]
Prepare = Callable[[Call, None], Any]
Tracer = Callable[[Call, None, Any], Trace]


def account_operation(  # noqa: PLR0913 - a declaration in keywords
    *,
    service: str,
    kind: Kind,
    needs: Needs | None = None,
    check: Check | None = None,
    prepare: Prepare | None = None,
    trace: Tracer | None = None,
    ends_rights: bool = False,
) -> Callable[[Body], Operation]:
    """Declare an operation of ``service`` that names no resource.

    ``needs`` replaces the one permission on the account, ``check`` refuses
    parameters that do not go together, ``prepare`` does slow work before the
    transaction, ``trace`` replaces the plain event.
    """

    def declare(body: Body) -> Operation:
        name, hints = pascal(body.__name__), get_type_hints(body)

        def own_need(call: Call, _bound: None) -> tuple[Need, ...]:
            return (account_need(call, f"{service}:{name}"),)

        return Operation(
            service=service,
            name=name,
            kind=kind,
            params=hints["params"],
            result=hints["return"],
            bind=lambda _call: None,
            needs=needs or own_need,
            check=check or (lambda _call, _bound: None),
            run=lambda call, _bound: body(call, call.params),
            prepare=prepare,
            trace=trace or trace_of_params,
            ends_rights=ends_rights,
        )

    return declare


def account_need(call: Call, action: str) -> Need:
    """Return the permission on the caller's own account."""
    return Need(action=action, resource="*", account_id=call.account_id)


def trace_of_params(call: Call, _bound: None, _result: Result | None) -> Trace:
    """Show the parameters and nothing else."""
    return Trace(request=event_members(call.params) or None)
