"""How operations on keys are declared: what each must check, besides its own body.

A body is ``def name(call, key, params) -> Result``; these decorators find the key,
list the permissions, refuse unfit states and uses, and say what the event shows.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, get_type_hints

import msgspec

from keys.bound import Bound, Naming, binder
from keys.models import Key
from keys.needs import NO_FACTS, account_need, key_need
from keys.states import KEPT, require_state
from keys.traces import key_use, named_use, transitions
from keys.view import KeyView
from kmsportal.core import declaring
from kmsportal.core.call import Call
from kmsportal.core.errors import DryRunOperationException, InvalidKeyUsageException
from kmsportal.core.members import event_members
from kmsportal.core.operation import ContextValue, Kind, Need, Operation, pascal
from kmsportal.core.record import Trace
from kmsportal.core.shapes import Result

DRY_RUN = "The request would have succeeded, but the DryRun option is set."
Body = Callable[[Call, Any, Any], Result]
Needs = Callable[[Call, Any], Sequence[Need]]
Prepare = Callable[[Call, Bound], Any]
KeyFacts = Callable[[Call, Any], Mapping[str, ContextValue]]


def key_operation(  # noqa: PLR0913 - a declaration in keywords
    *,
    kind: Kind = Kind.CHANGE,
    states: Collection[str] = KEPT,
    names: Naming = "key",
    cross_account: bool = False,
    ends_rights: bool = False,
    prepare: Prepare | None = None,
    needs: Needs | None = None,
    facts: KeyFacts = lambda _call, _key: NO_FACTS,
    bind: Callable[[Call], Bound] | None = None,
) -> Callable[[Body], Operation]:
    """Declare an operation on the key named by ``params.key_id``.

    It is fit for a key in one of ``states``; ``names`` is ``any`` where an alias may
    stand for the key. ``needs`` replaces the plain permission on the key and ``facts``
    adds condition values to it; ``bind`` finds the key in a way of its own, and
    ``prepare`` does slow work ahead of the transaction.
    """

    def declare(body: Body) -> Operation:
        action = f"kms:{pascal(body.__name__)}"
        return operation_of(
            body,
            kind=kind,
            bind=bind or binder(kind, names=names),
            needs=needs
            or needs_of_key(action, is_cross_account=cross_account, facts=facts),
            check=lambda call, bound: require_state(bound.key, states),
            trace=trace_of_change if kind is Kind.CHANGE else _trace_of_read,
            ends_rights=ends_rights,
            changed_accounts=owner_of,
            prepare=prepare,
        )

    return declare


def multi_region_operation(
    *,
    needs: Needs,
    check: Callable[[Call, Bound], None],
    trace: Callable[[Call, Bound | None, Any], Trace],
) -> Callable[[Body], Operation]:
    """Declare a change of the key named by ``params.key_id`` and of other Regions'."""

    def declare(body: Body) -> Operation:
        return operation_of(
            body,
            kind=Kind.CHANGE,
            bind=binder(Kind.CHANGE, names="key"),
            needs=needs,
            check=check,
            trace=trace,
        )

    return declare


def account_operation(
    *,
    kind: Kind,
    service: str = "kms",
    needs: declaring.Needs | None = None,
    check: declaring.Check | None = None,
    prepare: declaring.Prepare | None = None,
    trace: declaring.Tracer | None = None,
) -> Callable[[declaring.Body], Operation]:
    """Declare an operation on no key in particular: ``def name(call, params)``.

    Its permission is on the account, and its tags count among the conditions.
    """

    def declare(body: declaring.Body) -> Operation:
        action = f"{service}:{pascal(body.__name__)}"
        return declaring.account_operation(
            service=service,
            kind=kind,
            needs=needs or (lambda call, bound: (account_need(call, action),)),
            check=check,
            prepare=prepare,
            trace=trace,
        )(body)

    return declare


def owner_of(call: Call, bound: Bound) -> tuple[str]:
    """Return whose key was changed: not always the caller's account."""
    return (bound.named.key.account_id,)


def refuse_dry_run(params: Any) -> None:  # noqa: ANN401 - any params with dry_run
    """Refuse a dry run, after all that could refuse the call itself."""
    if params.dry_run:
        raise DryRunOperationException(DRY_RUN)


def require_usage(key: Key | KeyView, usage: str, operation: str) -> None:
    """Refuse a key that is for something else."""
    if key.usage != usage:
        raise InvalidKeyUsageException(
            f"{key.arn} key usage is {key.usage} which is not valid for {operation}."
        )


def needs_of_key(
    action: str,
    *,
    is_cross_account: bool,
    facts: KeyFacts = lambda _call, _key: NO_FACTS,
) -> Callable[[Call, Bound], tuple[Need, ...]]:
    def needs(call: Call, bound: Bound) -> tuple[Need, ...]:
        context = getattr(call.params, "encryption_context", None)
        return (
            key_need(
                call,
                bound.named,
                action,
                context=context,
                facts=lambda: facts(call, bound.named.key),
                is_cross_account=is_cross_account,
            ),
        )

    return needs


def _trace_of_params(call: Call, bound: None, result: Result | None) -> Trace:
    return Trace(request=event_members(call.params) or None)


def _trace_of_read(call: Call, bound: Bound | None, result: Result | None) -> Trace:
    shown = event_members(call.params)
    if bound is None:
        return Trace(request=shown)
    return Trace(keys=(named_use(call, bound.named, result),), request=shown)


def trace_of_change(call: Call, bound: Bound | None, result: Result | None) -> Trace:
    """Show the key's ARN in the answer, also where the API answers nothing."""
    trace = _trace_of_read(call, bound, result)
    if bound is None or result is None:
        return trace
    return msgspec.structs.replace(
        trace,
        response={"keyId": bound.key.arn, **event_members(result)},
        transitions=transitions(bound, result),
    )


def operation_of(
    body: Callable[..., Result],
    *,
    service: str = "kms",
    like: Callable[..., Result] | None = None,
    **rest: Any,  # noqa: ANN401 - the members of Operation
) -> Operation:
    declared = like or body
    hints = get_type_hints(declared)
    return Operation(
        service=service,
        name=pascal(declared.__name__),
        params=hints["params"],
        result=hints["return"],
        run=lambda call, bound: body(
            call, bound.key if isinstance(bound, Bound) else bound, call.params
        ),
        **rest,
    )


__all__ = [
    "Bound",
    "account_operation",
    "key_need",
    "key_operation",
    "key_use",
    "refuse_dry_run",
    "require_usage",
]
