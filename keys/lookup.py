"""Finding the key that a caller named; the only reads that may cross accounts.

A full ARN may name another account's key, because the policy engine decides next.
The sentences are AWS's (recorded).
"""

import re
from collections.abc import Callable
from typing import TypeVar

import msgspec

from keys.models import Alias, Key
from keys.view import AbsentKey, KeyView
from keys.view_loading import load_alias_target, load_sealed_view, load_view
from kmsportal.core.arn import Arn, alias_arn, key_arn
from kmsportal.core.call import Call
from kmsportal.core.errors import NotFoundException
from kmsportal.tenancy.generations import generations
from kmsportal.tenancy.snapshots import SnapshotCache, SnapshotMissing

_KEY_ID = re.compile(
    r"(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
)
_ACCOUNT_ID = re.compile(r"[0-9]{12}")
_ALIAS = re.compile(r"alias/[a-zA-Z0-9/_-]+")
_KEY_RESOURCE = "key/"

Found = TypeVar("Found", Key, KeyView)

_views: SnapshotCache[tuple[str, str, str], KeyView] = SnapshotCache()
_sealed_views: SnapshotCache[tuple[str, str, str], KeyView] = SnapshotCache()
_alias_targets: SnapshotCache[tuple[str, str, str], str] = SnapshotCache()


class KeyName(msgspec.Struct, frozen=True):
    """What a caller wrote, parsed: a key id or an alias, of an account and Region."""

    account_id: str
    region: str
    name: str

    @property
    def is_alias(self) -> bool:
        return self.name.startswith("alias/")


class Named(msgspec.Struct, frozen=True):
    """The key that a call names, and the alias it was named by, if any."""

    key: Key | KeyView | AbsentKey
    alias: str | None = None

    @property
    def arn(self) -> str:
        """The ARN of what the caller named: the alias, or the key itself."""
        if self.alias is None:
            return self.key.arn
        return alias_arn(self.key.account_id, self.key.region, self.alias)


def parse_key_name(text: str, *, account_id: str, region: str) -> KeyName:
    """Read a key id, key ARN, alias or alias ARN; NotFoundException otherwise."""
    if not text.startswith("arn:"):
        return KeyName(account_id, region, _checked(text, text))
    try:
        arn = Arn.parse(text)
    except ValueError:
        raise NotFoundException(f"Invalid arn {text}") from None
    if arn.service != "kms" or not _ACCOUNT_ID.fullmatch(arn.account_id):
        raise NotFoundException(f"Invalid arn {text}")
    if arn.region != region:
        raise NotFoundException(f"Invalid arn {arn.region}")
    return KeyName(arn.account_id, arn.region, _named_by(arn, text))


def refuse_alias(text: str) -> None:
    """Refuse an alias or alias ARN where only a key id or key ARN will do."""
    name = text.rpartition(":")[2] if text.startswith("arn:") else text
    if name.startswith("alias/"):
        raise NotFoundException(f"Invalid keyId '{text}'")


def find_view(call: Call, text: str) -> Named:
    """Find the snapshot of the key that ``text`` names."""
    name = _parse(call, text)
    return _find(call, name, _key_id_by_snapshot, find_view_by_id)


def find_sealed_view(call: Call, text: str) -> Named:
    """Find the snapshot, without material, of the key that ``text`` names."""
    return _find(call, _parse(call, text), _key_id_by_snapshot, _sealed_view)


def find_row(call: Call, text: str) -> Named:
    """Find the key's row, to read it."""
    return _find(call, _parse(call, text), _key_id_by_row, _row)


def find_locked_row(call: Call, text: str) -> Named:
    """Find the key's row and lock it until the transaction ends."""
    return _find(call, _parse(call, text), _key_id_by_row, _locked_row)


def find_view_by_id(call: Call, name: KeyName) -> KeyView | None:
    """Return the snapshot of the key with that id, or None."""
    try:
        return _views.find(
            (name.account_id, name.region, name.name),
            account_id=name.account_id,
            load=lambda: load_view(name.account_id, name.region, name.name),
            may_wait=call.may_wait,
        )
    except Key.DoesNotExist:
        return None


def reload_view(call: Call, view: KeyView) -> KeyView:
    """Read the key anew although its snapshot holds: it lacks what a caller has.

    SnapshotMissing where waiting is not allowed.
    """
    if not call.may_wait:
        raise SnapshotMissing
    generation = generations.watch(view.account_id)
    fresh = load_view(view.account_id, view.region, view.key_id)
    hold_view(fresh, generation=generation)
    return fresh


def hold_view(view: KeyView, *, generation: int) -> None:
    """Remember a snapshot that was read when the account had that generation."""
    name = (view.account_id, view.region, view.key_id)
    _views.remember(name, view, account_id=view.account_id, generation=generation)


def lock_relatives(account_id: str, key_id: str) -> None:
    """Lock all keys of a multi-Region key in one order: changes reach all of them.

    Whoever took one first and the others later could wait for each other.
    """
    if key_id.startswith("mrk-"):
        related = Key.objects.in_every_region(account_id, key_id)
        list(related.select_for_update().values_list("region"))


def _sealed_view(call: Call, name: KeyName) -> KeyView | None:
    try:
        return _sealed_views.find(
            (name.account_id, name.region, name.name),
            account_id=name.account_id,
            load=lambda: load_sealed_view(name.account_id, name.region, name.name),
            may_wait=call.may_wait,
        )
    except Key.DoesNotExist:
        return None


def _parse(call: Call, text: str) -> KeyName:
    return parse_key_name(text, account_id=call.account_id, region=call.region)


def _find(
    call: Call,
    name: KeyName,
    key_id_of: Callable[[Call, KeyName], str | None],
    find: Callable[[Call, KeyName], Found | None],
) -> Named:
    alias = name.name if name.is_alias else None
    key_id = key_id_of(call, name) if alias else name.name
    target = key_id and KeyName(name.account_id, name.region, key_id)
    key = find(call, target) if target else None
    if key is not None:
        return Named(key, alias)
    if name.account_id != call.account_id:
        absent = AbsentKey(
            account_id=name.account_id, region=name.region, name=name.name
        )
        return Named(absent, alias)
    raise NotFoundException(_absent(name))


def _key_id_by_snapshot(call: Call, name: KeyName) -> str | None:
    try:
        return _alias_targets.find(
            (name.account_id, name.region, name.name),
            account_id=name.account_id,
            load=lambda: load_alias_target(name.account_id, name.region, name.name),
            may_wait=call.may_wait,
        )
    except Alias.DoesNotExist:
        return None


def _key_id_by_row(call: Call, name: KeyName) -> str | None:
    try:
        return load_alias_target(name.account_id, name.region, name.name)
    except Alias.DoesNotExist:
        return None


def _row(call: Call, name: KeyName) -> Key | None:
    keys = Key.objects.in_account(name.account_id, name.region)
    return keys.filter(key_id=name.name).first()


def _locked_row(call: Call, name: KeyName) -> Key | None:
    lock_relatives(name.account_id, name.name)
    keys = Key.objects.in_account(name.account_id, name.region).select_for_update()
    return keys.filter(key_id=name.name).first()


def _named_by(arn: Arn, text: str) -> str:
    """Return the key id or alias of a key's or alias's ARN."""
    if arn.resource.startswith(_KEY_RESOURCE):
        name = arn.resource.removeprefix(_KEY_RESOURCE)
        if _KEY_ID.fullmatch(name):
            return name
    elif _ALIAS.fullmatch(arn.resource):
        return arn.resource
    raise NotFoundException(f"Invalid keyId '{text}'")


def _checked(name: str, text: str) -> str:
    if _KEY_ID.fullmatch(name) or _ALIAS.fullmatch(name):
        return name
    raise NotFoundException(f"Invalid keyId '{text}'")


def _absent(name: KeyName) -> str:
    if name.is_alias:
        arn = alias_arn(name.account_id, name.region, name.name)
        return f"Alias {arn} is not found."
    return f"Key '{key_arn(name.account_id, name.region, name.name)}' does not exist"
