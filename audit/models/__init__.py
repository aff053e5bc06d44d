"""The tables of audit, by noun."""

from audit.models.deliveries import DigestKey, FileKind, PendingRecord, TrailFile
from audit.models.events import Event, EventHour, EventResource
from audit.models.ledger import Chain, KnownProjection, Segment, Watermark
from audit.models.proof import (
    Anchor,
    AnchorKind,
    Checkpoint,
    LogEntry,
    LogKey,
)
from audit.models.saved_searches import SavedSearch
from audit.models.storage import StorageConnection, StorageKind
from audit.models.trails import (
    LoggingSpan,
    Trail,
    TrailRows,
    TrailStream,
    TrailTag,
    trail_arn,
)

__all__ = [
    "Anchor",
    "AnchorKind",
    "Chain",
    "Checkpoint",
    "DigestKey",
    "Event",
    "EventHour",
    "EventResource",
    "FileKind",
    "KnownProjection",
    "LogEntry",
    "LogKey",
    "LoggingSpan",
    "PendingRecord",
    "SavedSearch",
    "Segment",
    "StorageConnection",
    "StorageKind",
    "Trail",
    "TrailFile",
    "TrailRows",
    "TrailStream",
    "TrailTag",
    "Watermark",
    "trail_arn",
]
