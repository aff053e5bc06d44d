"""UpdateAlias: an alias, pointed to another key."""

from keys.aliases import (
    AliasBound,
    AliasName,
    alias_operation,
    find_alias,
    find_target,
    require_room_for_alias,
)
from keys.lookup import find_row
from keys.metadata import KeyIdOrName
from keys.models import Key
from keys.specs import KeySpec
from keys.states import KEPT
from kmsportal.core.call import Call
from kmsportal.core.errors import ValidationException
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape


class Params(Shape, frozen=True, kw_only=True):
    alias_name: AliasName
    target_key_id: KeyIdOrName


def _bind(call: Call) -> AliasBound:
    params: Params = call.params  # type: ignore[assignment]  # the operation's own
    alias = find_alias(call, params.alias_name)
    return AliasBound(
        alias.name,
        alias,
        target=find_target(call, params.target_key_id),
        current=find_row(call, alias.key_id),
    )


@alias_operation(bind=_bind, states=KEPT)
def update_alias(call: Call, bound: AliasBound, params: Params) -> Empty:
    alias = bound.row
    _require_same_kind(bound)
    if alias.key_id != bound.key.key_id:
        require_room_for_alias(bound.key)
    alias.key_id = bound.key.key_id
    alias.updated_at = call.time
    alias.save(update_fields=["key_id", "updated_at"])
    return Empty()


def _require_same_kind(bound: AliasBound) -> None:
    """Refuse to lead users of the alias to another kind of key (API reference)."""
    current = bound.current.key if bound.current else None
    if isinstance(current, Key) and _kind(current) != _kind(bound.key):
        raise ValidationException(
            f"{bound.key.arn} is not of the same type and key usage as"
            f" {current.arn}, which the alias {bound.name} refers to."
        )


def _kind(key: Key) -> tuple[str, bool]:
    return key.usage, key.spec == KeySpec.SYMMETRIC_DEFAULT.value
