"""How an operation that reads one account's audit is declared."""

from collections.abc import Callable
from typing import Any, get_type_hints

from kmsportal.core.call import Call
from kmsportal.core.members import event_members
from kmsportal.core.operation import Kind, Need, Operation, pascal
from kmsportal.core.record import Trace
from kmsportal.core.shapes import Result

Body = Callable[[Call, Any], Result]


def audit_read(*, service: str) -> Callable[[Body], Operation]:
    """Declare a read of the caller's own account: ``def name(call, params)``."""

    def declare(body: Body) -> Operation:
        name, hints = pascal(body.__name__), get_type_hints(body)

        def needs(call: Call, _bound: None) -> tuple[Need, ...]:
            action = f"{service}:{name}"
            return (Need(action=action, resource="*", account_id=call.account_id),)

        return Operation(
            service=service,
            name=name,
            kind=Kind.READ,
            params=hints["params"],
            result=hints["return"],
            bind=lambda _call: None,
            needs=needs,
            check=lambda _call, _bound: None,
            run=lambda call, _bound: body(call, call.params),
            trace=_trace,
        )

    return declare


def _trace(call: Call, _bound: None, _result: Result | None) -> Trace:
    return Trace(request=event_members(call.params) or None)
