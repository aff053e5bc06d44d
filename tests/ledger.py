"""Reading what a test left in the ledger."""

import json
from typing import Any

import msgspec

from audit.chain import split
from audit.models import Segment
from kmsportal.core.record import LedgerEvent


def ledger_events() -> list[LedgerEvent]:
    """Return all events of all chains, by time and in each chain's order."""
    segments = Segment.objects.order_by("chain_name", "number")
    lines = [
        line
        for payload in segments.values_list("payload", flat=True)
        for line in split(bytes(payload))
    ]
    events = [msgspec.json.decode(line, type=LedgerEvent) for line in lines]
    return sorted(events, key=lambda event: event.time)


def records(operation: str | None = None) -> list[dict[str, Any]]:
    """Return the CloudTrail records, of one operation (``kms:Encrypt``) if given."""
    return [
        json.loads(bytes(event.record))
        for event in ledger_events()
        if operation is None or event.operation == operation
    ]
