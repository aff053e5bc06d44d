"""What answers show of a found event beside its row."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from audit.models import Event, EventResource
from kmsportal.core.shapes import Timestamp


def resources_of(
    account_id: str, events: Sequence[Event]
) -> Mapping[str, list[EventResource]]:
    """Return the resources of ``events``, all of that account, by event id."""
    found = defaultdict(list)
    ids = [event.event_id for event in events]
    rows = EventResource.objects.filter(account_id=account_id, event_id__in=ids)
    for row in rows.order_by("arn"):
        found[row.event_id].append(row)
    return found


def shown_time(event: Event) -> Timestamp:
    """Return the event's time in whole seconds, as its record shows it."""
    return Timestamp(datetime.fromtimestamp(event.time // 1_000_000, UTC))
