"""DeleteAlias: a name taken away; its key stays as it is."""

from keys.aliases import AliasBound, AliasName, alias_operation, find_alias
from keys.lookup import find_row
from keys.states import ANY_STATE
from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape


class Params(Shape, frozen=True, kw_only=True):
    alias_name: AliasName


def _bind(call: Call) -> AliasBound:
    params: Params = call.params  # type: ignore[assignment]  # the operation's own
    alias = find_alias(call, params.alias_name)
    return AliasBound(alias.name, alias, target=find_row(call, alias.key_id))


@alias_operation(bind=_bind, states=ANY_STATE)
def delete_alias(call: Call, bound: AliasBound, params: Params) -> Empty:
    bound.row.delete()
    return Empty()
