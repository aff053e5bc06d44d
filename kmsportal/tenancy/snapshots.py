"""What a process remembers of an account, dropped as soon as it may be stale."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from django.conf import settings

from kmsportal.core.operation import WouldBlockError
from kmsportal.tenancy.generations import generations

Name = TypeVar("Name", bound=Hashable)
Snapshot = TypeVar("Snapshot")


class SnapshotMissing(WouldBlockError):  # noqa: N818 - a signal, not an error
    """The snapshot must be read from the database, where waiting is allowed."""


class SnapshotCache(Generic[Name, Snapshot]):
    """A bounded memory of snapshots, each tied to its account's generation.

    ``find`` answers from memory while the generation holds, else loads anew. Where
    waiting is not allowed it raises SnapshotMissing instead, and the gateway asks
    again from a thread.
    """

    def __init__(self, *, limit: int | None = None) -> None:
        """Begin empty; ``limit`` bounds what is large more tightly than the settings.

        Every instance is emptied by ``forget_all``.
        """
        self._limit = limit
        self._entries: OrderedDict[Name, tuple[str, int, Snapshot]] = OrderedDict()
        self._lock = Lock()
        _caches.append(self)  # type: ignore[arg-type]  # only ever emptied

    def find(
        self,
        name: Name,
        *,
        account_id: str,
        load: Callable[[], Snapshot],
        may_wait: bool,
    ) -> Snapshot:
        """Return the snapshot called ``name`` of ``account_id``; ``load`` may raise."""
        remembered = self.recall(name, may_wait=may_wait)
        if remembered is not None:
            return remembered
        if not may_wait:
            raise SnapshotMissing
        # Read before the rows: a change in between makes the snapshot stale, not wrong.
        generation = generations.watch(account_id)
        snapshot = load()
        self.remember(name, snapshot, account_id=account_id, generation=generation)
        return snapshot

    def recall(self, name: Name, *, may_wait: bool) -> Snapshot | None:
        """Return what is remembered and still current, else None."""
        entry = self._entries.get(name)
        if entry is None:
            return None
        account_id, generation, snapshot = entry
        if generations.is_current(account_id, generation, may_wait=may_wait):
            return snapshot
        return None

    def holds(self, name: Name, snapshot: Snapshot) -> bool:
        """Whether that very snapshot is remembered, current or not."""
        entry = self._entries.get(name)
        return entry is not None and entry[2] is snapshot

    def remember(
        self, name: Name, snapshot: Snapshot, *, account_id: str, generation: int
    ) -> None:
        with self._lock:
            self._entries[name] = (account_id, generation, snapshot)
            self._entries.move_to_end(name)
            limit = self._limit or settings.KMSPORTAL_SNAPSHOT_CACHE_SIZE
            while len(self._entries) > limit:
                self._entries.popitem(last=False)

    def forget(self) -> None:
        with self._lock:
            self._entries.clear()


_caches: list[SnapshotCache[object, object]] = []


def forget_all() -> None:
    """Empty every cache of this process, as a restart would."""
    for cache in _caches:
        cache.forget()
