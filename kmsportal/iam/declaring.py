"""Declaring IAM's operations: on a thing that they name, or on none that is there yet.

IAM is one for all Regions, its things are the caller's account's, and only identity
policies decide. Events show parameters and answer as CloudTrail does.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_type_hints

from kmsportal.core.call import Call
from kmsportal.core.members import event_members
from kmsportal.core.operation import ContextValue, Kind, Need, Operation, pascal
from kmsportal.core.record import Trace
from kmsportal.core.shapes import Result
from kmsportal.iam.entities import Entity, Find
from kmsportal.iam.facts import entity_facts

Body = Callable[[Call, Any, Any], Result]
AccountBody = Callable[[Call, Any], Result]
MoreNeeds = Callable[[Call, Entity], Sequence[Need]]
MoreFacts = Callable[[Call, Any], Mapping[str, ContextValue]]


def entity_operation(  # noqa: PLR0913 - a declaration in keywords
    *,
    find: Find,
    kind: Kind = Kind.CHANGE,
    ends_rights: bool = False,
    also: Callable[[Any], Sequence[str]] = lambda _params: (),
    facts: MoreFacts = lambda _call, _entity: {},
    more: MoreNeeds = lambda _call, _entity: (),
    check: Callable[[Call, Any], None] = lambda _call, _row: None,
) -> Callable[[Body], Operation]:
    """Declare an operation on what ``find`` finds: ``def name(call, row, params)``.

    Who may not do it is refused before she learns whether the thing is there. ``also``
    lists further actions that the parameters require on the same thing, ``more``
    permissions on other things, ``facts`` adds condition values, and ``check`` refuses
    rows that are not fit.
    """

    def declare(body: Body) -> Operation:
        def needs(call: Call, entity: Entity) -> tuple[Need, ...]:
            actions = (call.operation.action, *also(call.params))
            own = [entity_need(call, name, entity, facts=facts) for name in actions]
            return (*own, *more(call, entity))

        def require(call: Call, entity: Entity) -> None:
            entity.require()
            check(call, entity.row)

        return _operation(
            body,
            kind=kind,
            bind=find,
            needs=needs,
            check=require,
            run=lambda call, entity: body(call, entity.row, call.params),
            trace=_trace_of_entity,
            ends_rights=ends_rights,
        )

    return declare


def account_operation(
    *,
    resource: Callable[[Call], str] = lambda _call: "*",
    kind: Kind = Kind.CHANGE,
    also: Callable[[Any], Sequence[str]] = lambda _params: (),
    check: Callable[[Call], None] = lambda _call: None,
    ends_rights: bool = False,
) -> Callable[[AccountBody], Operation]:
    """Declare an operation that makes or lists things: ``def name(call, params)``.

    ``resource`` gives the ARN that its permission is on.
    """

    def declare(body: AccountBody) -> Operation:
        def needs(call: Call, _bound: None) -> tuple[Need, ...]:
            actions = (call.operation.action, *also(call.params))
            return tuple(
                resource_need(call, action, resource(call)) for action in actions
            )

        return _operation(
            body,
            kind=kind,
            bind=lambda _call: None,
            needs=needs,
            check=lambda call, _bound: check(call),
            run=lambda call, _bound: body(call, call.params),
            trace=_trace_of_account,
            ends_rights=ends_rights,
        )

    return declare


def entity_need(
    call: Call,
    action: str,
    entity: Entity,
    *,
    facts: MoreFacts = lambda _call, _entity: {},
) -> Need:
    """Return the permission on a thing that the call names."""
    return Need(
        action=action,
        resource=entity.arn,
        account_id=call.account_id,
        facts=lambda: {**entity_facts(call.params, entity), **facts(call, entity)},
        shown_as=entity.shown_as,
    )


def resource_need(call: Call, action: str, resource: str) -> Need:
    """Return the permission on what has no row: a new thing, a path, the account."""
    return Need(
        action=action,
        resource=resource,
        account_id=call.account_id,
        facts=lambda: entity_facts(call.params, None),
    )


def tagging(action: str) -> Callable[[Any], tuple[str, ...]]:
    """Return an ``also``: who makes a thing with tags must be allowed ``action``."""
    return lambda params: (action,) if params.tags else ()


def trace_of(
    call: Call, result: Result | None, *, resources: Sequence[str] = ()
) -> Trace:
    """Show parameters and, of a change, the answer; secret members never."""
    is_shown = result is not None and not call.operation.is_read_only
    return Trace(
        request=event_members(call.params) or None,
        response=(event_members(result) or None) if is_shown and result else None,
        extra_resources=tuple((arn, call.account_id) for arn in resources),
    )


def _trace_of_entity(call: Call, entity: Entity | None, result: Any) -> Trace:  # noqa: ANN401 - any Result
    return trace_of(call, result, resources=(entity.arn,) if entity else ())


def _trace_of_account(call: Call, _bound: None, result: Any) -> Trace:  # noqa: ANN401 - any Result
    return trace_of(call, result)


def _operation(body: Callable[..., Result], **rest: Any) -> Operation:  # noqa: ANN401 - the members of Operation
    hints = get_type_hints(body)
    return Operation(
        service="iam",
        name=pascal(body.__name__),
        params=hints["params"],
        result=hints["return"],
        **rest,
    )
