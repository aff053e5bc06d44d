"""How a batch of records gets to each kind of destination."""

import socket
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from audit.models import Destination, DestinationKind, RecordFormat
from audit.outputs import syslog
from audit.outputs.formats import FORMATS
from audit.outputs.moments import milliseconds
from audit.outputs.posting import post
from audit.outputs.reading import read_record
from audit.outputs.sealed import DESTINATION, Target, open_target
from kmsportal.outgoing import SIGNATURE, signature


class Numbered(NamedTuple):
    """One record with its number in the account's stream; a test's number is 0."""

    number: int
    record: str


def send(destination: Destination, batch: Sequence[Numbered]) -> None:
    """Bring ``batch`` there; OutputError unless all of it was accepted."""
    sealed = bytes(destination.sealed)
    target = open_target(destination.account_id, DESTINATION, destination.id, sealed)
    _SENDERS[destination.kind](destination, target, batch)


def _lines(destination: Destination, batch: Sequence[Numbered]) -> list[str]:
    spell = FORMATS[destination.format]
    return [spell(one.record) for one in batch]


def _to_webhook(
    destination: Destination, target: Target, batch: Sequence[Numbered]
) -> None:
    lines = _lines(destination, batch)
    body = msgspec.json.encode({
        "type": "audit.records",
        "destination": destination.name,
        "account": destination.account_id,
        "format": destination.format,
        "first": batch[0].number,
        "last": batch[-1].number,
        "records": [msgspec.Raw(line.encode()) for line in lines],
    })  # fmt: skip
    headers = {
        "Content-Type": "application/json",
        SIGNATURE: signature(target.secret.encode(), body),
    }
    post(target.url, body, headers=headers, ca_certificate=destination.ca_certificate)


def _to_http(
    destination: Destination, target: Target, batch: Sequence[Numbered]
) -> None:
    is_text = destination.format == RecordFormat.CEF
    headers = {"Content-Type": "text/plain" if is_text else "application/x-ndjson"}
    if target.secret:
        headers["Authorization"] = f"Bearer {target.secret}"
    body = "".join(f"{line}\n" for line in _lines(destination, batch)).encode()
    post(target.url, body, headers=headers, ca_certificate=destination.ca_certificate)


def _to_splunk(
    destination: Destination, target: Target, batch: Sequence[Numbered]
) -> None:
    """Speak as to Splunk's HTTP Event Collector, /services/collector/event."""
    is_text = destination.format == RecordFormat.CEF
    lines = _lines(destination, batch)
    events = [
        msgspec.json.encode({
            "time": milliseconds(read_record(one.record).event_time) / 1000,
            "host": _hostname(),
            "source": "kmsportal",
            "sourcetype": _SOURCE_TYPES[destination.format],
            "event": line if is_text else msgspec.Raw(line.encode()),
        })
        for one, line in zip(batch, lines, strict=True)
    ]  # fmt: skip
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Splunk {target.secret}",
    }
    post(
        target.url,
        b"\n".join(events),
        headers=headers,
        ca_certificate=destination.ca_certificate,
    )


def _to_syslog(
    destination: Destination, target: Target, batch: Sequence[Numbered]
) -> None:
    lines = _lines(destination, batch)
    frames = [
        syslog.frame(one.record, line, hostname=_hostname())
        for one, line in zip(batch, lines, strict=True)
    ]
    syslog.send(target.url, frames, ca_certificate=destination.ca_certificate)


def _hostname() -> str:
    name = socket.gethostname().encode("ascii", "ignore").decode()
    return "".join(name.split())[:255] or "-"


_SOURCE_TYPES: Mapping[str, str] = {
    RecordFormat.CLOUDTRAIL: "aws:cloudtrail",
    RecordFormat.OCSF: "ocsf",
    RecordFormat.CEF: "cef",
}
_Sender = Callable[[Destination, Target, Sequence[Numbered]], None]
_SENDERS: Mapping[str, _Sender] = {
    DestinationKind.WEBHOOK: _to_webhook,
    DestinationKind.HTTP: _to_http,
    DestinationKind.SPLUNK: _to_splunk,
    DestinationKind.SYSLOG: _to_syslog,
}
