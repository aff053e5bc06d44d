"""Counting requests against their quotas, and refusing those beyond.

A count is kept in memory, so that the hot path waits for nobody. Where Redis is set, a
thread adds the counts of all processes up some twenty times a second, and what others
have used counts here too. Without it each process counts for itself.
"""

import logging
import threading
import time
from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from redis import Redis, RedisError

from keys.request_quotas import is_counted, quota_of, rates
from kmsportal.core.call import Call
from kmsportal.core.errors import ThrottlingException

logger = logging.getLogger(__name__)

SHARE_SECONDS = 0.05
_REDIS_SECONDS = 0.5
_KEPT_SECONDS = 5
_MOST_COUNTS = 10_000
_REFUSAL = (
    "You have exceeded the rate at which you may call KMS. Reduce the frequency of your"
    " calls."
)
_REFUSALS = {"LookupEvents": "Rate exceeded"}
"""Those of other services."""


class QuotaName(NamedTuple):
    """A quota of one account in one Region."""

    account_id: str
    region: str
    quota: str


class Count:
    """The requests of one second: this process's, those told, and the others'."""

    __slots__ = ("others", "own", "second", "told")

    def __init__(self, second: int) -> None:
        """Begin at nothing."""
        self.second = second
        self.own = self.told = self.others = 0


class Counts:
    """The requests of this process in their latest second, by quota."""

    def __init__(self) -> None:
        self._counts: dict[QuotaName, Count] = {}
        self._lock = threading.Lock()

    def take(self, name: QuotaName, *, second: int, limit: int) -> Count:
        """Count one request; ThrottlingException when there is no room for it."""
        with self._lock:
            count = self._counts.get(name)
            if count is None or count.second < second:
                count = self._begin(name, second)
            if count.own + count.others >= limit:
                raise ThrottlingException(_REFUSALS.get(name.quota, _REFUSAL))
            count.own += 1
            return count

    def give_back(self, count: Count) -> None:
        """Undo the counting of one request."""
        with self._lock:
            count.own -= 1

    def current(self) -> list[tuple[QuotaName, Count]]:
        """Return the counts of the latest second and the one before."""
        with self._lock:
            latest = max((c.second for c in self._counts.values()), default=0)
            return [(n, c) for n, c in self._counts.items() if c.second >= latest - 1]

    def forget(self) -> None:
        with self._lock:
            self._counts.clear()

    def _begin(self, name: QuotaName, second: int) -> Count:
        if len(self._counts) >= _MOST_COUNTS:
            self._counts = {n: c for n, c in self._counts.items() if c.second >= second}
        count = self._counts[name] = Count(second)
        return count


class Sharing:
    """The thread that adds up the counts of all processes."""

    def __init__(self, counts: Counts, url: str) -> None:
        self._counts = counts
        self._redis = Redis.from_url(
            url, socket_timeout=_REDIS_SECONDS, socket_connect_timeout=_REDIS_SECONDS
        )
        self._is_failing = False

    def start(self) -> None:
        threading.Thread(target=self._run, name="throttling", daemon=True).start()

    def share(self) -> None:
        """Tell what is new here and learn the sums; RedisError may be raised."""
        told = self._counts.current()
        if not told:
            return
        pipeline = self._redis.pipeline(transaction=False)
        news = [count.own - count.told for _, count in told]
        for (name, count), new in zip(told, news, strict=True):
            key = f"kmsportal:rate:{count.second}:{':'.join(name)}"
            pipeline.incrby(key, new)
            pipeline.expire(key, _KEPT_SECONDS)
        self._learn(zip(told, news, pipeline.execute()[::2], strict=True))

    def _learn(
        self, answers: Iterable[tuple[tuple[QuotaName, Count], int, int]]
    ) -> None:
        for (_, count), new, total in answers:
            count.told += new
            count.others = total - count.told

    def _run(self) -> None:
        while True:
            time.sleep(SHARE_SECONDS)
            try:
                self.share()
                self._is_failing = False
            except RedisError:
                # Quotas are for fairness: without Redis each process goes by its own.
                if not self._is_failing:
                    logger.warning(
                        "Redis does not answer; request rates are counted"
                        " by each process for itself."
                    )
                self._is_failing = True


_counts = Counts()
_start_lock = threading.Lock()
_sharing: Sharing | None = None


def throttle(call: Call) -> Count | None:
    """Count a call; ThrottlingException beyond its quota.

    The count is for ``give_back``; None when nothing limits such a call.
    """
    limits = rates()
    if not limits or not is_counted(call):
        return None
    quota = quota_of(call)
    limit = limits.get(quota)
    if limit is None:
        return None
    if settings.REDIS_URL and _sharing is None:
        _begin_sharing(settings.REDIS_URL)
    name = QuotaName(call.account_id, call.region, quota)
    return _counts.take(name, second=int(call.time.timestamp()), limit=limit)


def give_back(count: Count | None) -> None:
    """Undo the counting of a call that was not decided and will come again."""
    if count is not None:
        _counts.give_back(count)


def forget_counts() -> None:
    """Begin anew, as a restart would."""
    _counts.forget()


def _begin_sharing(url: str) -> None:
    """Begin with the first call: a thread would not outlive the fork of a worker."""
    global _sharing  # noqa: PLW0603 - one thread a process
    with _start_lock:
        if _sharing is None:
            _sharing = Sharing(_counts, url)
            _sharing.start()
