"""Events as documents: CloudTrail's log file form, and rows for a spreadsheet."""

import csv
import io
from collections.abc import Iterator, Sequence

import msgspec

from audit.models import Event
from audit.showing import resources_of, shown_time

_COLUMNS = (
    "eventTime",
    "eventID",
    "awsRegion",
    "eventSource",
    "eventName",
    "readOnly",
    "userName",
    "principalArn",
    "accessKeyId",
    "sourceIPAddress",
    "errorCode",
    "resources",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _From(msgspec.Struct):
    source_ip: str = msgspec.field(name="sourceIPAddress", default="")


_decoder = msgspec.json.Decoder(_From)


def json_of(events: Sequence[Event]) -> str:
    """Return ``{"Records": […]}`` with the records exactly as they are kept."""
    return '{"Records":[' + ",".join(event.record for event in events) + "]}"


def csv_of(events: Sequence[Event]) -> str:
    """Return RFC 4180's CSV with a header, one event a row."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    writer.writerows([_harmless(cell) for cell in _cells(event)] for event in events)
    return text.getvalue()


def _cells(event: Event) -> Iterator[str]:
    yield shown_time(event).moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    yield event.event_id
    yield event.region
    yield event.source
    yield event.name
    yield "true" if event.is_read_only else "false"
    yield event.username
    yield event.principal_arn
    yield event.access_key_id
    yield _decoder.decode(event.record).source_ip
    yield event.error_code
    yield " ".join(named.arn for named in resources_of(event))


def _harmless(cell: str) -> str:
    # A caller chooses names: a spreadsheet must not take one for a formula (OWASP,
    # "CSV Injection").
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
