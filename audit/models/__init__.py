"""The tables of audit, by noun."""

from audit.models.events import Event, EventResource
from audit.models.ledger import Chain, Segment, Watermark
from audit.models.proof import (
    Anchor,
    AnchorKind,
    Checkpoint,
    LogEntry,
    LogKey,
    Receipt,
)

__all__ = [
    "Anchor",
    "AnchorKind",
    "Chain",
    "Checkpoint",
    "Event",
    "EventResource",
    "LogEntry",
    "LogKey",
    "Receipt",
    "Segment",
    "Watermark",
]
