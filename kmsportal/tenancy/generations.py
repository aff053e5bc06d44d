"""How a process knows that what it remembers of an account is still so.

Every change bumps ``Account.generation`` in its own transaction. A wire worker polls
the generations of the accounts it holds snapshots of, and may act on a snapshot only
within a lease that runs from the start of the last successful poll. A change that
takes rights away answers only when that lease has run out everywhere, so nobody acts
on the old state after the answer. A process without a poller asks the database at
each use instead.
"""

import logging
import threading
import time

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F

from kmsportal.tenancy.models import Account

logger = logging.getLogger(__name__)

_MARGIN_SECONDS = 0.02
_WHOLE_TABLE_FROM = 500


def lease_seconds() -> float:
    return float(settings.KMSPORTAL_LEASE_MS) / 1000


def settle_seconds() -> float:
    """How long a change that ends rights waits, after its commit, to answer."""
    return lease_seconds() + _MARGIN_SECONDS


def bump(*account_ids: str) -> None:
    """Make every snapshot of the accounts stale; call within the change."""
    changed = Account.objects.filter(id__in=account_ids)
    changed.update(generation=F("generation") + 1)


def read_generation(account_id: str) -> int:
    """Read the account's generation from the database; 0 when it is gone."""
    found = Account.objects.filter(id=account_id).values_list("generation", flat=True)
    return found.first() or 0


class Generations:
    """The generations this process knows, and until when it may trust them."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self._lease_ends = 0.0
        self._stop = threading.Event()
        self._poller: threading.Thread | None = None

    @property
    def is_polling(self) -> bool:
        return self._poller is not None

    def watch(self, account_id: str) -> int:
        """Begin to follow the account and return its generation as of now.

        The account is entered before the read: a poll that starts later covers it.
        """
        self._known.setdefault(account_id, 0)
        generation = read_generation(account_id)
        self._learn(account_id, generation)
        return generation

    def is_current(self, account_id: str, generation: int, *, may_wait: bool) -> bool:
        """Whether a snapshot of that generation may still be acted on."""
        if self._poller is not None and time.monotonic() < self._lease_ends:
            return self._known.get(account_id) == generation
        return may_wait and read_generation(account_id) == generation

    def refresh(self, account_id: str) -> None:
        """Learn of a change that this process has just committed.

        Its own callers then see it at once; the others' do within a lease.
        """
        if self._poller is None or account_id not in self._known:
            return
        try:
            self._learn(account_id, read_generation(account_id))
        except DatabaseError:
            logger.warning("The generation could not be read.")

    def poll(self) -> None:
        """Read the watched generations once and renew the lease."""
        started = time.monotonic()
        watched = list(self._known)
        accounts = Account.objects.all()
        if len(watched) < _WHOLE_TABLE_FROM:
            accounts = accounts.filter(id__in=watched)
        found = dict(accounts.values_list("id", "generation")) if watched else {}
        for account_id in watched:
            self._learn(account_id, found.get(account_id, 0))
        self._lease_ends = started + lease_seconds()

    def start(self) -> None:
        """Poll from a thread of its own until ``stop``."""
        if self._poller is None:
            self._stop.clear()
            self.poll()
            self._poller = threading.Thread(
                target=self._run, name="generations", daemon=True
            )
            self._poller.start()

    def stop(self) -> None:
        poller, self._poller = self._poller, None
        self._stop.set()
        if poller is not None:
            poller.join()

    def _learn(self, account_id: str, generation: int) -> None:
        # A slow poll must not undo what a later read has seen: they only grow.
        if generation == 0 or generation > self._known.get(account_id, 0):
            self._known[account_id] = generation

    def _run(self) -> None:
        while not self._stop.wait(settings.KMSPORTAL_POLL_MS / 1000):
            try:
                self.poll()
            except DatabaseError:
                # The lease runs out by itself, so an unreachable database refuses.
                logger.warning("The generations could not be read.")
                connection.close()
        connection.close()


generations = Generations()
