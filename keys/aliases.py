"""Aliases: their names, finding them, and how operations on them are declared.

An operation on an alias needs permission on the alias by an identity policy and on
every key concerned by its key policy (AWS KMS Developer Guide, "Controlling access to
aliases").
"""

import re
from collections.abc import Callable, Collection, Sequence
from typing import Annotated, Any, get_type_hints

import msgspec
from django.conf import settings
from msgspec import Meta

from keys.limits import require_room
from keys.lookup import Named, find_locked_row, refuse_alias
from keys.models import Alias, Key
from keys.needs import alias_need, key_need
from keys.states import require_state
from keys.traces import named_use
from keys.view import AbsentKey
from keys.view_loading import alias_names
from kmsportal.core.arn import alias_arn
from kmsportal.core.call import Call
from kmsportal.core.errors import (
    InvalidAliasNameException,
    NotFoundException,
    ValidationException,
)
from kmsportal.core.members import event_members
from kmsportal.core.operation import Kind, Need, Operation, pascal
from kmsportal.core.record import Trace
from kmsportal.core.shapes import Result, matching

AliasName = Annotated[
    str, Meta(min_length=1, max_length=256), matching("^[a-zA-Z0-9:/_-]+$")
]

_PREFIX = "alias/"
_RESERVED = "alias/aws/"
_NAME = re.compile(r"alias/[a-zA-Z0-9/_-]+")


class AliasBound(msgspec.Struct, frozen=True):
    """The alias a call is about, and the keys it concerns.

    ``alias`` is None while there is none of that name; ``target`` is the key that the
    alias points to, or is to point to; ``current`` the one it is taken from.
    """

    name: str
    alias: Alias | None
    target: Named
    current: Named | None = None

    @property
    def key(self) -> Key:
        """The target; only after ``needs``, which refuses an absent one, were met."""
        if not isinstance(self.target.key, Key):
            raise TypeError(self.target.key.arn)
        return self.target.key

    @property
    def row(self) -> Alias:
        """The alias, where the operation found it."""
        if self.alias is None:
            raise TypeError(self.name)
        return self.alias


Body = Callable[[Call, AliasBound, Any], Result]


def alias_operation(
    *, bind: Callable[[Call], AliasBound], states: Collection[str]
) -> Callable[[Body], Operation]:
    """Declare a change of an alias whose target is in one of ``states``.

    Every one may end rights: policies can give and deny by a key's aliases.
    """

    def declare(body: Body) -> Operation:
        hints = get_type_hints(body)
        action = f"kms:{pascal(body.__name__)}"
        return Operation(
            service="kms",
            name=pascal(body.__name__),
            kind=Kind.CHANGE,
            params=hints["params"],
            result=hints["return"],
            bind=bind,
            needs=lambda call, bound: _needs(call, bound, action),
            check=lambda _call, bound: require_state(bound.key, states),
            run=lambda call, bound: body(call, bound, call.params),
            trace=_trace,
            ends_rights=True,
        )

    return declare


def check_new_name(name: str) -> None:
    """Refuse a name that no alias of a tenant can have."""
    check_name(name)
    if name.startswith(_RESERVED):
        raise InvalidAliasNameException(
            "Alias names that begin with alias/aws/ are reserved for AWS managed keys."
        )
    if not _NAME.fullmatch(name):
        raise InvalidAliasNameException(
            f"{name} is not a valid alias name: letters, digits, slashes, underscores"
            " and dashes may follow alias/."
        )


def check_name(name: str) -> None:
    if not name.startswith(_PREFIX):
        raise ValidationException(
            'Alias must start with the prefix "alias/". Please see'
            " https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html"
        )


def find_alias(call: Call, name: str) -> Alias:
    """Find the caller's alias and lock it until the transaction ends."""
    check_name(name)
    rows = Alias.objects.select_for_update()
    alias = rows.filter(
        account_id=call.account_id, region=call.region, name=name
    ).first()
    if alias is None:
        arn = alias_arn(call.account_id, call.region, name)
        raise NotFoundException(f"Alias {arn} is not found.")
    return alias


def find_target(call: Call, text: str) -> Named:
    """Find the key an alias is to point to, and lock it."""
    refuse_alias(text)
    return find_locked_row(call, text)


def require_room_for_alias(key: Key) -> None:
    """Refuse one more alias than a key may have; the key's row is locked."""
    require_room(
        "Aliases per key",
        limit=settings.KMSPORTAL_MAX_ALIASES_PER_KEY,
        usage=len(alias_names(key)),
    )


def _needs(call: Call, bound: AliasBound, action: str) -> Sequence[Need]:
    keys = [bound.target] if bound.current is None else [bound.current, bound.target]
    return (
        alias_need(call, action, bound.name),
        *(key_need(call, named, action) for named in keys),
    )


def _trace(call: Call, bound: AliasBound | None, result: Result | None) -> Trace:
    shown = event_members(call.params)
    if bound is None:
        return Trace(request=shown)
    arn = alias_arn(call.account_id, call.region, bound.name)
    return Trace(
        keys=(named_use(call, bound.target, result),),
        extra_resources=((arn, call.account_id), *_left(bound)),
        request=shown,
        response=None if result is None else {"keyId": bound.target.key.arn},
    )


def _left(bound: AliasBound) -> tuple[tuple[str, str], ...]:
    """Name the key that the alias is taken from, unless it stays there."""
    current = bound.current
    if current is None or isinstance(current.key, AbsentKey):
        return ()
    if current.key.arn == bound.target.key.arn:
        return ()
    return ((current.key.arn, current.key.account_id),)
