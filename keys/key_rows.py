"""Keys as the console and REST list them: everything of a row in a few queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from keys.last_use import moment_of
from keys.models import Alias, Key, KeyLastUse, KeyState, KeyTag
from keys.rotations import rotates_automatically
from keys.tags import Tag
from kmsportal.core.call import Call
from kmsportal.core.shapes import Part, Timestamp


class KeyRow(Part, frozen=True, kw_only=True):
    """One key in a list; ``alias_name`` is the first of its ``alias_count`` aliases."""

    key_id: str
    arn: str
    alias_name: str | None = None
    alias_count: int
    description: str
    key_state: str
    enabled: bool
    creation_date: Timestamp
    deletion_date: Timestamp | None = None
    rotation_enabled: bool
    next_rotation_date: Timestamp | None = None
    last_used_date: Timestamp | None = None
    tags: list[Tag]


def rows_of(call: Call, keys: Iterable[Key]) -> list[KeyRow]:
    """Return the rows of ``keys``, which are of the call's account and Region."""
    keys = list(keys)
    key_ids = [key.key_id for key in keys]
    aliases, tags = _aliases(call, key_ids), _tags(call, key_ids)
    uses = _last_uses(call, key_ids)
    return [
        _row(key, aliases[key.key_id], tags[key.key_id], uses.get(key.key_id))
        for key in keys
    ]


def _aliases(call: Call, key_ids: Sequence[str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    rows = Alias.objects.filter(
        account_id=call.account_id, region=call.region, key_id__in=key_ids
    )
    for key_id, name in rows.order_by("name").values_list("key_id", "name"):
        found[key_id].append(name)
    return found


def _tags(call: Call, key_ids: Sequence[str]) -> Mapping[str, list[Tag]]:
    found: dict[str, list[Tag]] = defaultdict(list)
    rows = KeyTag.objects.filter(
        account_id=call.account_id, region=call.region, key_id__in=key_ids
    )
    for tag in rows.order_by("name"):
        found[tag.key_id].append(Tag(tag_key=tag.name, tag_value=tag.value))
    return found


def _last_uses(call: Call, key_ids: Sequence[str]) -> Mapping[str, datetime]:
    rows = KeyLastUse.objects.filter(
        account_id=call.account_id, region=call.region, key_id__in=key_ids
    )
    return {use.key_id: moment_of(use) for use in rows}


def _row(
    key: Key, aliases: Sequence[str], tags: list[Tag], last_used: datetime | None
) -> KeyRow:
    is_rotating = rotates_automatically(key)
    next_date = key.next_rotation_at if is_rotating else None
    return KeyRow(
        key_id=key.key_id,
        arn=key.arn,
        alias_name=aliases[0] if aliases else None,
        alias_count=len(aliases),
        description=key.description,
        key_state=key.state,
        enabled=key.state == KeyState.ENABLED,
        creation_date=Timestamp(key.created_at),
        deletion_date=Timestamp(key.deletion_date) if key.deletion_date else None,
        rotation_enabled=is_rotating,
        next_rotation_date=Timestamp(next_date) if next_date else None,
        last_used_date=Timestamp(last_used) if last_used else None,
        tags=tags,
    )
