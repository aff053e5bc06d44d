"""The tables of audit, by noun."""

from audit.models.events import Event, EventResource
from audit.models.ledger import Chain, Segment, Watermark

__all__ = ["Chain", "Event", "EventResource", "Segment", "Watermark"]
