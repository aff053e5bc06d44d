"""The recorded calls on one key, to be asked again of another policy."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import msgspec

from audit.models import Event, EventResource

_CHUNK = 500
_SOURCE = "kms.amazonaws.com"


class RecordedCall(msgspec.Struct, frozen=True, kw_only=True):
    """What a call said of itself; ``time`` is epoch microseconds.

    ``identity`` and ``request`` are CloudTrail's ``userIdentity`` and
    ``requestParameters``, ``arns`` the resources it names, in their order.
    """

    time: int
    name: str
    identity: dict[str, Any]
    request: dict[str, Any]
    source_ip: str
    user_agent: str
    arns: Sequence[str]


class _Resource(msgspec.Struct, rename="camel"):
    arn: str = msgspec.field(name="ARN")


class _Record(msgspec.Struct, rename="camel"):
    user_identity: dict[str, Any]
    event_name: str
    event_type: str
    source_ip_address: str = msgspec.field(name="sourceIPAddress")
    user_agent: str | None = None
    request_parameters: dict[str, Any] | None = None
    resources: list[_Resource] = []


_decoder = msgspec.json.Decoder(_Record)


def calls_of_key(
    account_id: str, region: str, arn: str, *, first: int, most: int
) -> Iterator[RecordedCall]:
    """Yield up to ``most`` calls on a key since ``first``, newest first.

    ``first`` is epoch microseconds; the events are those of ``account_id``.
    """
    places = EventResource.objects.filter(
        account_id=account_id, arn=arn, region=region, time__gte=first
    ).order_by("-time", "-event_id")
    ids = places.values_list("event_id", flat=True)[:most]
    for chunk in _chunks(ids.iterator(chunk_size=_CHUNK)):
        rows = Event.objects.filter(
            account_id=account_id, event_id__in=chunk, source=_SOURCE
        ).order_by("-time", "-event_id")
        for time, record in rows.values_list("time", "record"):
            call = _call(time, _decoder.decode(record))
            if call is not None:
                yield call


def _chunks(ids: Iterator[str]) -> Iterator[list[str]]:
    while chunk := list(islice(ids, _CHUNK)):
        yield chunk


def _call(time: int, record: _Record) -> RecordedCall | None:
    """Read a record; None for what the service did by itself."""
    if record.event_type != "AwsApiCall":
        return None
    return RecordedCall(
        time=time,
        name=record.event_name,
        identity=record.user_identity,
        request=record.request_parameters or {},
        source_ip=record.source_ip_address,
        user_agent=record.user_agent or "",
        arns=[resource.arn for resource in record.resources],
    )
