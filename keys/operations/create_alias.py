"""CreateAlias: a friendly name for a key."""

from django.db import IntegrityError, transaction

from keys.aliases import (
    AliasBound,
    AliasName,
    alias_operation,
    check_new_name,
    find_target,
    require_room_for_alias,
)
from keys.metadata import KeyIdOrName
from keys.models import Alias
from keys.states import KEPT
from kmsportal.core.call import Call
from kmsportal.core.errors import AlreadyExistsException
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape


class Params(Shape, frozen=True, kw_only=True):
    alias_name: AliasName
    target_key_id: KeyIdOrName


def _bind(call: Call) -> AliasBound:
    params: Params = call.params  # type: ignore[assignment]  # the operation's own
    check_new_name(params.alias_name)
    target = find_target(call, params.target_key_id)
    return AliasBound(params.alias_name, None, target)


@alias_operation(bind=_bind, states=KEPT)
def create_alias(call: Call, bound: AliasBound, params: Params) -> Empty:
    require_room_for_alias(bound.key)
    alias = Alias(
        account_id=call.account_id,
        region=call.region,
        name=bound.name,
        key_id=bound.key.key_id,
        created_at=call.time,
        updated_at=call.time,
    )
    # The table decides, so that of two such calls at once one is refused.
    try:
        with transaction.atomic():
            alias.save(force_insert=True)
    except IntegrityError:
        raise AlreadyExistsException(
            f"An alias with the name {alias.arn} already exists"
        ) from None
    return Empty()
