"""The key that a call is about, found before anything is decided."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from keys.granted import find_with_grants
from keys.lookup import (
    Named,
    find_locked_row,
    find_row,
    find_sealed_view,
    find_view,
    refuse_alias,
)
from keys.models import Key
from keys.view import AbsentKey, KeyView
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind

Naming = Literal["any", "key"]
_FINDERS = {
    Kind.CRYPTOGRAPHIC: find_view,
    Kind.SNAPSHOT: find_sealed_view,
    Kind.READ: find_row,
    Kind.CHANGE: find_locked_row,
}


@dataclass(slots=True)
class Bound:
    """The key a call is about; ``state`` is the one it was found in.

    ``scheduled_at`` is when its deletion was scheduled, if it was then.
    """

    named: Named
    state: str
    scheduled_at: datetime | None = None

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


def binder(kind: Kind, *, names: Naming) -> Callable[[Call], Bound]:
    """Return what finds the key named by ``params.key_id``.

    ``names`` is ``any`` where an alias may stand for the key, else ``key``: most
    management operations take a key id or key ARN only (API reference, ``KeyId``).
    """
    find = _FINDERS[kind]

    def bind(call: Call) -> Bound:
        text: str = call.params.key_id  # type: ignore[attr-defined]  # declared so
        if names == "key":
            refuse_alias(text)
        named = find_with_grants(call, lambda: find(call, text))
        return Bound(
            named,
            getattr(named.key, "state", ""),
            getattr(named.key, "scheduled_at", None),
        )

    return bind
