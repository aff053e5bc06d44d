"""CEF: Common Event Format, version 0 (ArcSight, "Implementing CEF", revision 26)."""

import ipaddress
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from audit.outputs.moments import milliseconds
from audit.outputs.reading import ReadRecord, read_record

_LOW, _MEDIUM = 3, 6


def product_version() -> str:
    """Return the portal's version as packaged, ``0`` where it is not installed."""
    try:
        return version("kmsportal")
    except PackageNotFoundError:
        return "0"


def cef_line(record: str) -> str:
    """Spell a CloudTrail record as one line of CEF."""
    read = read_record(record)
    action = f"{read.event_source.partition('.')[0]}:{read.event_name}"
    header = [
        "KMS Portal",
        "KMS Portal",
        product_version(),
        action,
        read.event_name,
        str(_MEDIUM if read.error_code else _LOW),
    ]
    extension = " ".join(f"{name}={_value(text)}" for name, text in _members(read))
    return "|".join(["CEF:0", *map(_header, header), extension])


def _members(read: ReadRecord) -> Iterator[tuple[str, str]]:
    yield "rt", str(milliseconds(read.event_time))
    yield "externalId", read.event_id
    yield "act", read.event_name
    yield "outcome", "failure" if read.error_code else "success"
    if read.error_code:
        yield "reason", read.error_code
        yield "msg", read.error_message
    yield "suser", read.principal
    yield from _source(read.source_ip)
    if read.user_agent:
        yield "requestClientApplication", read.user_agent
    yield "destinationServiceName", read.event_source
    yield "cs1Label", "accountId"
    yield "cs1", read.recipient_account_id
    yield "cs2Label", "awsRegion"
    yield "cs2", read.aws_region
    if read.resources:
        yield "cs3Label", "resources"
        yield "cs3", ",".join(resource.arn for resource in read.resources)


def _source(text: str) -> Iterator[tuple[str, str]]:
    # "src" takes an IPv4 address only; IPv6 has custom fields of its own.
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        yield "sourceServiceName", text
        return
    if address.version == 4:  # noqa: PLR2004 - the protocol's number
        yield "src", text
    else:
        yield "c6a2Label", "Source IPv6 Address"
        yield "c6a2", text


def _header(text: str) -> str:
    plain = " ".join(text.splitlines())
    return plain.replace("\\", "\\\\").replace("|", "\\|")


def _value(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("=", "\\=")
    return escaped.replace("\r", "\\r").replace("\n", "\\n")
