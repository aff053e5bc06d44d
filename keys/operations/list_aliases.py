"""ListAliases: the aliases of the account in the Region, or of one of its keys."""

from keys.lookup import find_row, parse_key_name, refuse_alias
from keys.metadata import KeyIdOrName
from keys.models import Alias
from keys.operation import account_operation
from keys.paging import Limit, Marker, page_by_name
from kmsportal.core.arn import key_arn
from kmsportal.core.call import Call
from kmsportal.core.errors import NotFoundException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Part, Timestamp
from kmsportal.core.shapes import Result as Answer

_DEFAULT_LIMIT, _MAXIMUM_LIMIT = 50, 100


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName | None = None
    limit: Limit | None = None
    marker: Marker | None = None


class AliasListEntry(Part, frozen=True, kw_only=True):
    alias_name: str
    alias_arn: str
    target_key_id: str
    creation_date: Timestamp
    last_updated_date: Timestamp


class Result(Answer, frozen=True, kw_only=True):
    aliases: list[AliasListEntry]
    next_marker: str | None = None
    truncated: bool


@account_operation(kind=Kind.READ)
def list_aliases(call: Call, params: Params) -> Result:
    aliases = Alias.objects.filter(account_id=call.account_id, region=call.region)
    filters: list[str] = []
    if params.key_id is not None:
        filters.append(_own_key_id(call, params.key_id))
        aliases = aliases.filter(key_id=filters[0])
    limit = min(params.limit or _DEFAULT_LIMIT, _MAXIMUM_LIMIT)
    page = page_by_name(call, aliases, by="name", limit=limit, filters=filters)
    return Result(
        aliases=[_entry(alias) for alias in page.items],
        next_marker=page.next_marker,
        truncated=page.is_truncated,
    )


def _own_key_id(call: Call, text: str) -> str:
    """Return the id of a key of the caller's account, which alone has its aliases."""
    refuse_alias(text)
    name = parse_key_name(text, account_id=call.account_id, region=call.region)
    if name.account_id != call.account_id:
        arn = key_arn(name.account_id, name.region, name.name)
        raise NotFoundException(f"Key '{arn}' does not exist")
    find_row(call, name.name)
    return name.name


def _entry(alias: Alias) -> AliasListEntry:
    return AliasListEntry(
        alias_name=alias.name,
        alias_arn=alias.arn,
        target_key_id=alias.key_id,
        creation_date=Timestamp(alias.created_at),
        last_updated_date=Timestamp(alias.updated_at),
    )
