"""How uses of a key's material are declared: pure calls on the key's snapshot.

A body is ``def name(call, key, params) -> Result`` with a KeyView for key.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from keys.algorithms import Algorithm, require_algorithm
from keys.bound import Bound, binder
from keys.operation import (
    Body,
    needs_of_key,
    operation_of,
    refuse_dry_run,
    require_usage,
)
from keys.specs import SLOW_SPECS
from keys.states import require_working
from keys.traces import named_use
from keys.view import KeyView
from kmsportal.core.call import Call
from kmsportal.core.members import event_members
from kmsportal.core.operation import Kind, Operation, WouldBlockError, pascal
from kmsportal.core.record import Trace
from kmsportal.core.shapes import Result

Bind = Callable[[Call], Bound]
Check = Callable[[Call, Bound], None]
IsSlow = Callable[[KeyView, Any], bool]
Details = Callable[[Any, Any], Mapping[str, Any]]


def has_slow_spec(key: KeyView, _params: object) -> bool:
    return key.spec in SLOW_SPECS


def never_slow(_key: KeyView, _params: object) -> bool:
    return False


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """What a use of a key declares.

    ``usage`` is what the key must be for and ``algorithm`` reads from the parameters
    what it must be able to do; without them any key will do. ``is_slow`` tells from
    (key, parameters) what may not run on an event loop. ``additional`` gives the
    event's additional data from (key, result). ``bind`` finds the key where it is named
    otherwise than by ``params.key_id``; ``check`` refuses it ahead of its state, usage
    and algorithm.
    """

    usage: str | None = None
    algorithm: Callable[[Any], Algorithm] | None = None
    is_slow: IsSlow = has_slow_spec
    additional: Details = lambda _key, _result: {}
    bind: Bind = binder(Kind.CRYPTOGRAPHIC, names="any")
    check: Check = lambda _call, _bound: None


def cryptographic_operation(use: Use) -> Callable[[Body], Operation]:
    """Declare an operation that uses a key as ``use`` says."""

    def declare(body: Body) -> Operation:
        name = pascal(body.__name__)
        return operation_of(
            _run(body, use),
            like=body,
            kind=Kind.CRYPTOGRAPHIC,
            bind=use.bind,
            needs=needs_of_key(f"kms:{name}", is_cross_account=True),
            check=_check(name, use),
            trace=_trace(use),
        )

    return declare


def _run(body: Body, use: Use) -> Body:
    """Have slow calls run where they hold nobody up, and refuse dry runs last."""

    def run(call: Call, key: KeyView, params: Any) -> Result:  # noqa: ANN401 - a body's
        if not call.may_wait and use.is_slow(key, params):
            raise WouldBlockError
        result = body(call, key, params)
        if hasattr(params, "dry_run"):
            refuse_dry_run(params)
        return result

    return run


def _check(name: str, use: Use) -> Check:
    def check(call: Call, bound: Bound) -> None:
        use.check(call, bound)
        require_working(bound.view, call.time)
        if use.usage is not None:
            require_usage(bound.key, use.usage, name)
        if use.algorithm is not None:
            require_algorithm(bound.key, use.algorithm(call.params))

    return check


def _trace(use: Use) -> Callable[[Call, Bound | None, Result | None], Trace]:
    def trace(call: Call, bound: Bound | None, result: Result | None) -> Trace:
        shown = event_members(call.params)
        if bound is None:
            return Trace(request=shown)
        extra = use.additional(bound.key, result) if result else None
        used = named_use(call, bound.named, result)
        return Trace(keys=(used,), request=shown, additional=extra or None)

    return trace
