"""Recording calls that nobody was proven to make, beside the wire and within bounds.

The answer does not wait: a thread of its own finds whose access key was claimed and
writes the records. A flood costs the wire a look at three buckets for each refusal, and
the disk a few records a minute with one that tells how many were left out.
"""

import logging
import threading
import time
from datetime import UTC, datetime, timedelta

import msgspec
from django.conf import settings
from django.db import connection

from audit.unproven import (
    HIDDEN,
    UnprovenCall,
    record_left_out,
    record_unproven,
    shown_claim,
)
from kmsportal.core.errors import ServiceError
from kmsportal.iam.access_keys import owner_of_access_key
from kmsportal.wire.authorization import read_scope
from kmsportal.wire.budgets import Budgets, Rate
from kmsportal.wire.exchanges import Exchange
from kmsportal.wire.requests import origin_of

logger = logging.getLogger(__name__)

PER_ADDRESS = Rate(burst=20, seconds=10)
PER_ACCESS_KEY = Rate(burst=20, seconds=10)
ALTOGETHER = Rate(burst=200, seconds=1)
ROLL_UP_AFTER = timedelta(minutes=1)


class UnprovenCalls:
    """What one worker refused and has yet to record."""

    def __init__(self) -> None:
        """Prepare; ``start`` begins to write."""
        self._budgets = Budgets([PER_ADDRESS, PER_ACCESS_KEY, ALTOGETHER])
        self._changed = threading.Condition()
        self._waiting: list[UnprovenCall] = []
        self._left_out = 0
        self._left_out_since = datetime.max.replace(tzinfo=UTC)
        self._is_open = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._is_open = True
        self._thread = threading.Thread(target=self._run, name="unproven", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Write what waits, and how many were left out, and return."""
        with self._changed:
            self._is_open = False
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def note(self, exchange: Exchange, refusal: ServiceError) -> None:
        """Have the refusal of ``exchange`` recorded, or counted beyond the bounds."""
        call = _read(exchange, refusal)
        names = (call.source_ip, call.access_key_id, "all")
        is_within = self._budgets.take(names, time.monotonic())
        with self._changed:
            if is_within:
                self._waiting.append(call)
                self._changed.notify()
            else:
                self._leave_out(1, call.time)

    def _leave_out(self, count: int, moment: datetime) -> None:
        self._left_out += count
        self._left_out_since = min(self._left_out_since, moment)

    def _run(self) -> None:
        while self._wait():
            self._write(datetime.now(UTC))
        self._write(datetime.now(UTC))
        connection.close()

    def _wait(self) -> bool:
        """Wait for something to write; False once the door is closing."""
        with self._changed:
            if not self._waiting and self._is_open:
                self._changed.wait(ROLL_UP_AFTER.total_seconds())
            return self._is_open

    def _write(self, now: datetime) -> None:
        calls, left_out, since = self._take(now)
        try:
            record_unproven([_owned(call) for call in calls])
            if left_out:
                record_left_out(left_out, since=since, time=now)
        except Exception:
            # Whatever it was: the next ones may be recorded again.
            logger.exception("Refused calls could not be recorded.")
            connection.close()
            with self._changed:
                self._leave_out(len(calls) + left_out, min(since, now))

    def _take(self, now: datetime) -> tuple[list[UnprovenCall], int, datetime]:
        with self._changed:
            calls, self._waiting = self._waiting, []
            left_out, since = self._left_out, self._left_out_since
            is_due = not self._is_open or now - since >= ROLL_UP_AFTER
            if not (left_out and is_due):
                return calls, 0, since
            self._left_out = 0
            self._left_out_since = datetime.max.replace(tzinfo=UTC)
            return calls, left_out, since


def _read(exchange: Exchange, refusal: ServiceError) -> UnprovenCall:
    request = exchange.request
    headers = dict(request.headers)
    origin = origin_of(exchange.scope, headers)
    access_key_id, region = _claimed(headers.get(b"authorization", b""))
    regions: list[str] = settings.KMSPORTAL_REGIONS
    return UnprovenCall(
        operation=exchange.operation,
        refusal=refusal,
        time=exchange.time,
        region=region if region in regions else regions[0],
        request_id=exchange.request_id,
        source_ip=origin.source_ip,
        user_agent=origin.user_agent,
        access_key_id=access_key_id,
    )


def _claimed(authorization: bytes) -> tuple[str, str]:
    try:
        scope, _ = read_scope(authorization)
    except ServiceError:
        return "", ""
    return shown_claim(scope.access_key_id), scope.region


def _owned(call: UnprovenCall) -> UnprovenCall:
    if call.access_key_id in {"", HIDDEN}:
        return call
    owner = owner_of_access_key(call.access_key_id)
    return msgspec.structs.replace(call, account_id=owner)
