"""What is owed to destinations by now: at least once, in order, in bounded batches.

A cursor moves only after the batch was accepted, and only from where it was read. Who
dies in between leaves it where it is, and the batch is sent again.
"""

import logging
import time
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from audit.models import AlertRule, Destination, OutputRecord, OutputStream
from audit.outputs.claiming import claim, put_off
from audit.outputs.refusals import OutputError
from audit.outputs.sending import Numbered, send

logger = logging.getLogger(__name__)

MOST_RECORDS = 200
MOST_BYTES = 512 * 1024
_BUDGET_SECONDS = 20.0


def send_due(now: datetime) -> int:
    """Send what is due; return how many records were accepted.

    A destination that fails is left for later and holds up no other.
    """
    sent = sum(_serve(destination, now) for destination in _due(now))
    forget_passed()
    return sent


def waiting(destination: Destination) -> tuple[int, int | None]:
    """Return how many records wait, and the time (epoch microseconds) of the oldest."""
    rows = _after(destination)
    return rows.count(), rows.aggregate(oldest=Min("time"))["oldest"]


def forget_passed() -> None:
    """Remove the records that everyone who waits for them has passed."""
    for stream in OutputStream.objects.order_by("account_id"):
        with transaction.atomic():
            # A destination made meanwhile begins at the head, so it misses nothing.
            head = OutputStream.objects.select_for_update().get(pk=stream.pk).head
            passed = min([head, *_cursors(stream.account_id)])
            rows = OutputRecord.objects.filter(account_id=stream.account_id)
            rows.filter(number__lte=passed).delete()


def _cursors(account_id: str) -> list[int]:
    mine = {"account_id": account_id}
    destinations = Destination.objects.filter(**mine).values_list("cursor", flat=True)
    rules = AlertRule.objects.filter(**mine).values_list("cursor", flat=True)
    return [*destinations, *rules]


def _due(now: datetime) -> list[Destination]:
    behind = OutputStream.objects.filter(
        account_id=OuterRef("account_id"), head__gt=OuterRef("cursor")
    )
    rows = Destination.objects.filter(Q(Exists(behind)), due_at__lte=now)
    return list(rows.filter(is_enabled=True).order_by("due_at", "id"))


def _serve(destination: Destination, now: datetime) -> int:
    if not claim(destination, now):
        return 0
    began, sent = time.monotonic(), 0
    try:
        while batch := _read(destination):
            wanted = [one for one in batch if _is_wanted(destination, one)]
            if wanted:
                send(destination, [Numbered(one.number, one.record) for one in wanted])
            _pass(destination, batch[-1].number, now)
            sent += len(wanted)
            if time.monotonic() - began > _BUDGET_SECONDS:
                break
    except OutputError as error:
        put_off(destination, str(error), now)
        return sent
    except Exception:
        logger.exception("Sending to the destination %s failed.", destination.pk)
        put_off(destination, "The portal failed; its operator's log says why.", now)
        return sent
    _release(destination, now)
    return sent


def _after(destination: Destination) -> QuerySet[OutputRecord]:
    return OutputRecord.objects.filter(
        account_id=destination.account_id, number__gt=destination.cursor
    )


def _read(destination: Destination) -> Sequence[OutputRecord]:
    rows = list(_after(destination).order_by("number")[:MOST_RECORDS])
    size = 0
    batch: list[OutputRecord] = []
    for row in rows:
        size += len(row.record)
        if batch and size > MOST_BYTES:
            break
        batch.append(row)
    return batch


def _is_wanted(destination: Destination, row: OutputRecord) -> bool:
    is_own = row.recipient_account_id == destination.account_id
    return is_own or destination.is_of_organization


def _pass(destination: Destination, number: int, now: datetime) -> None:
    """Move the cursor from where the batch began, unless another worker has."""
    rows = Destination.objects.filter(
        account_id=destination.account_id, pk=destination.pk, cursor=destination.cursor
    )
    moved = rows.update(cursor=number, delivered_at=now, failures=0, last_error="")
    if not moved:
        raise OutputError("Another worker is sending to it.")
    destination.cursor, destination.failures = number, 0


def _release(destination: Destination, now: datetime) -> None:
    Destination.objects.filter(pk=destination.pk, due_at=destination.due_at).update(
        due_at=now
    )
