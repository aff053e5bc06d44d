"""The tables of audit, by noun."""

from audit.models.deliveries import DigestKey, FileKind, PendingRecord, TrailFile
from audit.models.events import Event, EventHour, EventResource
from audit.models.exports import AuditExport, AuditExportPart, ExportStatus
from audit.models.ledger import Chain, KnownProjection, Segment, Watermark
from audit.models.outputs import (
    Alert,
    AlertKind,
    AlertRule,
    Destination,
    DestinationKind,
    OutputRecord,
    OutputStream,
    RecordFormat,
    SeenAddress,
)
from audit.models.proof import (
    Anchor,
    AnchorKind,
    Checkpoint,
    LogEntry,
    LogKey,
    TimeStamp,
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
    "Alert",
    "AlertKind",
    "AlertRule",
    "Anchor",
    "AnchorKind",
    "AuditExport",
    "AuditExportPart",
    "Chain",
    "Checkpoint",
    "Destination",
    "DestinationKind",
    "DigestKey",
    "Event",
    "EventHour",
    "EventResource",
    "ExportStatus",
    "FileKind",
    "KnownProjection",
    "LogEntry",
    "LogKey",
    "LoggingSpan",
    "OutputRecord",
    "OutputStream",
    "PendingRecord",
    "RecordFormat",
    "SavedSearch",
    "SeenAddress",
    "Segment",
    "StorageConnection",
    "StorageKind",
    "TimeStamp",
    "Trail",
    "TrailFile",
    "TrailRows",
    "TrailStream",
    "TrailTag",
    "Watermark",
    "trail_arn",
]
