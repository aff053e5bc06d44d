"""How operations on keys are declared: what each must check, besides its own body.

A body is ``def name(call, key, params) -> Result``; these decorators find the key,
list the permissions, refuse unfit states and uses, and say what the event shows.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

from keys.facts import key_facts, tag_facts
from keys.lookup import Named, find_locked_row, find_row, find_view
from keys.models import Key
from keys.states import ANY_STATE, LIVING, USABLE, require_state
from keys.view import AbsentKey, KeyView
from kmsportal.core.call import Call
from kmsportal.core.errors import DryRunOperationException, InvalidKeyUsageException
from kmsportal.core.members import event_members
from kmsportal.core.operation import (
    ContextValue,
    Kind,
    Need,
    Operation,
    pascal,
)
from kmsportal.core.record import NO_TRACE, KeyTransition, KeyUse, Trace
from kmsportal.core.shapes import Params, Result

NO_FACTS: Mapping[str, ContextValue] = {}
_DRY_RUN = "The request would have succeeded, but the DryRun option is set."
Body = Callable[[Call, Any, Any], Result]
Details = Callable[[Any, Any], Mapping[str, Any]]
_FINDERS = {
    Kind.CRYPTOGRAPHIC: find_view,
    Kind.READ: find_row,
    Kind.CHANGE: find_locked_row,
}


@dataclass(slots=True)
class Bound:
    """The key a call is about; ``state`` is the one it was found in."""

    named: Named
    state: str

    @property
    def key(self) -> Key | KeyView:
        """The key; only after ``needs``, which refuses an absent one, have been met."""
        if isinstance(self.named.key, AbsentKey):
            raise TypeError(self.named.key.arn)
        return self.named.key

    @property
    def view(self) -> KeyView:
        """The key's snapshot, of a cryptographic call."""
        if not isinstance(self.named.key, KeyView):
            raise TypeError(self.named.key.arn)
        return self.named.key


def key_operation(
    *,
    kind: Kind = Kind.CHANGE,
    states: Collection[str] = LIVING,
    cross_account: bool = False,
    ends_rights: bool = False,
    response: Details | None = None,
    request: Callable[[Any], Mapping[str, Any]] = event_members,
) -> Callable[[Body], Operation]:
    """Declare an operation on the key named by ``params.key_id``.

    ``response`` gives the event's response elements beyond ``keyId`` from (key,
    result); ``request`` gives its request parameters from the params.
    """

    def declare(body: Body) -> Operation:
        action = f"kms:{pascal(body.__name__)}"

        def trace(call: Call, bound: Bound | None, result: Result | None) -> Trace:
            shown = request(call.params)
            if bound is None:
                return Trace(request=shown)
            answer = _response(kind, bound, result, response)
            return Trace(
                keys=(key_use(bound.named.key),),
                request=shown,
                response=answer,
                transitions=_transitions(bound, result),
            )

        return _operation(
            body,
            kind=kind,
            bind=_binder(kind),
            needs=_needs(action, is_cross_account=cross_account),
            check=lambda call, bound: require_state(bound.key, states),
            trace=trace,
            ends_rights=ends_rights,
        )

    return declare


def cryptographic_operation(
    *,
    usage: str,
    additional: Details | None = None,
    bind: Callable[[Call], Bound] | None = None,
) -> Callable[[Body], Operation]:
    """Declare a use of the key named by ``params.key_id``: pure, on its snapshot.

    ``additional`` gives the event's additional data from (key, result). ``bind``
    finds the key where it is named otherwise.
    """

    def declare(body: Body) -> Operation:
        name = pascal(body.__name__)

        def check(call: Call, bound: Bound) -> None:
            require_state(bound.key, USABLE)
            require_usage(bound.key, usage, name)

        def trace(call: Call, bound: Bound | None, result: Result | None) -> Trace:
            shown = event_members(call.params)
            if bound is None:
                return Trace(request=shown)
            extra = additional(bound.key, result) if additional and result else None
            return Trace(
                keys=(key_use(bound.named.key),), request=shown, additional=extra
            )

        return _operation(
            unless_dry_run(body),
            like=body,
            kind=Kind.CRYPTOGRAPHIC,
            bind=bind or _binder(Kind.CRYPTOGRAPHIC),
            needs=_needs(f"kms:{name}", is_cross_account=True),
            check=check,
            trace=trace,
        )

    return declare


def account_operation(
    *,
    kind: Kind,
    response: Callable[[Result], Mapping[str, Any]] | None = None,
    trace: Callable[[Call, None, Result | None], Trace] | None = None,
) -> Callable[[Callable[[Call, Any], Result]], Operation]:
    """Declare an operation on no key in particular: ``def name(call, params)``."""

    def declare(body: Callable[[Call, Any], Result]) -> Operation:
        action = f"kms:{pascal(body.__name__)}"

        def needs(call: Call, bound: None) -> tuple[Need, ...]:
            return (account_need(call, action),)

        def shown(call: Call, bound: None, result: Result | None) -> Trace:
            return Trace(request=event_members(call.params) or None)

        return _operation(
            lambda call, bound, params: body(call, params),
            kind=kind,
            bind=lambda call: None,
            needs=needs,
            check=lambda call, bound: None,
            trace=trace or shown,
            like=body,
        )

    return declare


def unless_dry_run(body: Body) -> Body:
    """Let a dry run do everything but answer: it is refused last of all."""

    def run(call: Call, key: Any, params: Any) -> Result:  # noqa: ANN401 - a body's signature
        result = body(call, key, params)
        refuse_dry_run(params)
        return result

    return run


def refuse_dry_run(params: Any) -> None:  # noqa: ANN401 - any params with dry_run
    """Refuse a dry run, after all that could refuse the call itself."""
    if params.dry_run:
        raise DryRunOperationException(_DRY_RUN)


def require_usage(key: Key | KeyView, usage: str, operation: str) -> None:
    """Refuse a key that is for something else."""
    if key.usage != usage:
        raise InvalidKeyUsageException(
            f"{key.arn} key usage is {key.usage} which is not valid for {operation}."
        )


def account_need(call: Call, action: str) -> Need:
    """Return the permission on the account itself."""
    return Need(
        action=action,
        resource="*",
        account_id=call.account_id,
        facts=lambda: tag_facts(call.params),
    )


def key_need(
    call: Call,
    named: Named,
    action: str,
    *,
    context: Mapping[str, str] | None = None,
    facts: Mapping[str, ContextValue] = NO_FACTS,
    is_cross_account: bool = False,
) -> Need:
    """Return the permission on one key, for a call with that encryption context.

    ``facts`` are condition values beyond those of the key and the parameters.
    """
    return Need(
        action=action,
        resource=named.key.arn,
        account_id=named.key.account_id,
        guard=named.key,
        facts=lambda: {
            **key_facts(named.key, named.alias, call.params, context=context),
            **facts,
        },
        encryption_context=context,
        is_cross_account=is_cross_account,
    )


def key_use(key: Key | KeyView | AbsentKey) -> KeyUse:
    """Return what the ledger keeps of a key that a call names."""
    if isinstance(key, AbsentKey):
        return KeyUse(arn=key.arn, account_id=key.account_id)
    return KeyUse(
        arn=key.arn, account_id=key.account_id, spec=key.spec, manager=key.manager
    )


def transition_to(key: Key, state: str, *, since: int | None = None) -> KeyTransition:
    return KeyTransition(
        arn=key.arn,
        account_id=key.account_id,
        state=state,
        manager=key.manager,
        since=since,
    )


def _binder(kind: Kind) -> Callable[[Call], Bound]:
    find = _FINDERS[kind]

    def bind(call: Call) -> Bound:
        named = find(call, call.params.key_id)  # type: ignore[attr-defined]  # declared so
        return Bound(named, getattr(named.key, "state", ""))

    return bind


def _needs(
    action: str, *, is_cross_account: bool
) -> Callable[[Call, Bound], tuple[Need, ...]]:
    def needs(call: Call, bound: Bound) -> tuple[Need, ...]:
        context = getattr(call.params, "encryption_context", None)
        return (
            key_need(
                call,
                bound.named,
                action,
                context=context,
                is_cross_account=is_cross_account,
            ),
        )

    return needs


def _response(
    kind: Kind, bound: Bound, result: Result | None, details: Details | None
) -> Mapping[str, Any] | None:
    if kind is not Kind.CHANGE or result is None:
        return None
    extra = details(bound.key, result) if details else {}
    return {"keyId": bound.key.arn, **extra}


def _transitions(bound: Bound, result: Result | None) -> tuple[KeyTransition, ...]:
    key = bound.named.key
    if result is None or not isinstance(key, Key) or key.state == bound.state:
        return ()
    return (transition_to(key, key.state),)


def _operation(
    body: Callable[..., Result],
    *,
    like: Callable[..., Result] | None = None,
    **rest: Any,  # noqa: ANN401 - the members of Operation
) -> Operation:
    declared = like or body
    hints = get_type_hints(declared)
    return Operation(
        service="kms",
        name=pascal(declared.__name__),
        params=hints["params"],
        result=hints["return"],
        run=lambda call, bound: body(
            call, bound.key if isinstance(bound, Bound) else bound, call.params
        ),
        **rest,
    )


__all__ = [
    "ANY_STATE",
    "LIVING",
    "NO_TRACE",
    "USABLE",
    "Bound",
    "Params",
    "account_need",
    "account_operation",
    "cryptographic_operation",
    "key_need",
    "key_operation",
    "key_use",
    "require_usage",
    "transition_to",
]
