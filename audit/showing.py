"""What answers show of a found event beside its columns."""

from datetime import UTC, datetime

import msgspec

from audit.cloudtrail import Resource
from audit.models import Event
from kmsportal.core.shapes import Timestamp


class _Named(msgspec.Struct):
    resources: list[Resource]


_decoder = msgspec.json.Decoder(_Named)


def resources_of(event: Event) -> list[Resource]:
    """Return the resources that the event's record names."""
    return _decoder.decode(event.record).resources


def shown_time(event: Event) -> Timestamp:
    """Return the event's time in whole seconds, as its record shows it."""
    return Timestamp(datetime.fromtimestamp(event.time // 1_000_000, UTC))
