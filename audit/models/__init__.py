"""The tables of audit, by noun."""

from audit.models.events import Event, EventResource
from audit.models.ledger import Chain, Segment, Watermark
from audit.models.proof import (
    Anchor,
    AnchorKind,
    Checkpoint,
    LogEntry,
    LogKey,
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
    "Segment",
    "Watermark",
]
