"""The CloudTrail record of a call and of what the service does by itself.

Members, order and limits follow the CloudTrail User Guide, "CloudTrail record
contents", event version 1.11.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import msgspec

from kmsportal.core.call import Call, Door
from kmsportal.core.errors import ServiceError
from kmsportal.core.moments import microseconds
from kmsportal.core.record import (
    KeyTransition,
    KeyUse,
    LedgerEvent,
    OwnerCopy,
    Trace,
)

EVENT_VERSION = "1.11"
TEXT_LIMIT = 1024
MEMBER_LIMIT = 100 * 1024
REGION_LIMIT = 32
INTERNAL = "AWS Internal"

_COPIES = UUID("6f5c5b1e-6a0e-4f5e-9d3b-2f0a8f1f6c11")
_SOURCES = {"kms": "kms.amazonaws.com", "portal": "portal.kmsportal"}
_encoder = msgspec.json.Encoder()


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of ``resources``."""

    account_id: str = msgspec.field(name="accountId")
    type: str = "AWS::KMS::Key"
    arn: str = msgspec.field(name="ARN")


class Record(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """One record; a member with a default is left out while it has that default."""

    event_version: str
    user_identity: Any
    event_time: datetime
    event_source: str
    event_name: str
    aws_region: str
    source_ip_address: str = msgspec.field(name="sourceIPAddress")
    user_agent: str | None = None
    error_code: str | None = None
    error_message: str | None = None
    request_parameters: Any
    response_elements: Any
    additional_event_data: Any = None
    request_id: str | None = msgspec.field(default=None, name="requestID")
    event_id: str = msgspec.field(name="eventID")
    read_only: bool
    resources: Sequence[Resource]
    event_type: str
    management_event: bool
    recipient_account_id: str
    shared_event_id: str | None = msgspec.field(default=None, name="sharedEventID")
    service_event_details: Any = None
    event_category: str
    tls_details: Any = None
    session_credential_from_console: str | None = None


def render(call: Call, trace: Trace, error: ServiceError | None) -> LedgerEvent:
    """Make the ledger's event of ``call``; ``trace`` holds no secret."""
    owners = () if error else _owner_copies(call, trace)
    principal = call.caller.principal
    return LedgerEvent(
        time=microseconds(call.time),
        account_id=principal.account_id,
        region=call.region[:REGION_LIMIT],
        operation=call.operation.action,
        principal=principal.arn or principal.name,
        record=encode_record(_record(call, trace, error, is_shared=bool(owners))),
        error=error.code if error else None,
        keys=trace.keys,
        owners=owners,
        transitions=() if error else trace.transitions,
    )


def render_service_event(  # noqa: PLR0913 - each is a member of the record
    *,
    name: str,
    time: datetime,
    account_id: str,
    region: str,
    keys: tuple[KeyUse, ...],
    details: Mapping[str, Any] | None,
    event_id: str,
    transitions: tuple[KeyTransition, ...] = (),
    service: str = "kms",
) -> LedgerEvent:
    """Make the event of something that a service did by itself, such as ``RotateKey``.

    ``details`` becomes ``serviceEventDetails``.
    """
    record = Record(
        event_version=EVENT_VERSION,
        user_identity={"accountId": account_id, "invokedBy": INTERNAL},
        event_time=time.replace(microsecond=0),
        event_source=event_source(service),
        event_name=name,
        aws_region=region,
        source_ip_address=INTERNAL,
        user_agent=INTERNAL,
        request_parameters=None,
        response_elements=None,
        event_id=event_id,
        read_only=False,
        resources=_resources(Trace(keys=keys)),
        event_type="AwsServiceEvent",
        management_event=True,
        recipient_account_id=account_id,
        service_event_details=details,
        event_category="Management",
    )
    return LedgerEvent(
        time=microseconds(time),
        account_id=account_id,
        region=region,
        operation=f"{service}:{name}",
        principal=INTERNAL,
        record=encode_record(record),
        keys=keys,
        transitions=transitions,
    )


def encode(event: LedgerEvent) -> bytes:
    """Return the ledger's line of ``event``, without a line end."""
    line = _encoder.encode(event)
    if b"\n" in line:
        raise ValueError("A ledger line cannot hold a line end.")
    return line


def event_source(service: str) -> str:
    return _SOURCES.get(service) or f"{service}.amazonaws.com"


def resource_type(arn: str) -> str:
    """Name the type as CloudTrail does; it calls an alias a key too."""
    service, _, rest = arn.removeprefix("arn:aws:").partition(":")
    if service == "s3":
        return "AWS::S3::Object" if "/" in rest else "AWS::S3::Bucket"
    noun = rest.rpartition(":")[2].partition("/")[0]
    return _TYPES.get((service, noun), "AWS::KMS::Key")


_TYPES = {
    ("iam", "user"): "AWS::IAM::User",
    ("iam", "role"): "AWS::IAM::Role",
    ("iam", "group"): "AWS::IAM::Group",
    ("iam", "policy"): "AWS::IAM::Policy",
    ("cloudtrail", "trail"): "AWS::CloudTrail::Trail",
}


def _record(
    call: Call, trace: Trace, error: ServiceError | None, *, is_shared: bool
) -> Record:
    origin, operation = call.origin, call.operation
    message = error.message if error else None
    return Record(
        event_version=EVENT_VERSION,
        user_identity=_identity(call),
        event_time=call.time.replace(microsecond=0),
        event_source=event_source(operation.service),
        event_name=operation.name,
        aws_region=call.region[:REGION_LIMIT],
        source_ip_address=origin.source_ip,
        user_agent=cut(origin.user_agent),
        error_code=error.code if error else None,
        error_message=cut(message) if message else None,
        request_parameters=trace.request,
        response_elements=None if error else trace.response,
        additional_event_data=_additional(call, trace),
        request_id=call.request_id,
        event_id=call.event_id,
        read_only=operation.is_read_only,
        resources=_resources(trace),
        event_type="AwsApiCall",
        management_event=True,
        recipient_account_id=call.caller.principal.account_id,
        shared_event_id=_copy_id(call.event_id, "shared") if is_shared else None,
        event_category="Management",
        tls_details=_tls_details(call),
        session_credential_from_console=(
            "true" if origin.door is Door.CONSOLE else None
        ),
    )


def _identity(call: Call) -> Any:  # noqa: ANN401 - encoded or its members
    via = call.origin.via_service
    if not via:
        return call.caller.identity
    members = msgspec.json.decode(call.caller.identity)
    return {**members, "invokedBy": f"{via}.amazonaws.com"}


def _additional(call: Call, trace: Trace) -> Mapping[str, Any] | None:
    token_id = call.caller.api_token_id
    if not token_id:
        return trace.additional
    return {**(trace.additional or {}), "apiTokenId": token_id}


def _tls_details(call: Call) -> Mapping[str, str] | None:
    if not call.origin.is_secure:
        return None
    version, cipher_suite = call.origin.tls
    known = {
        "tlsVersion": version,
        "cipherSuite": cipher_suite,
        "clientProvidedHostHeader": cut(call.origin.host),
    }
    return {name: value for name, value in known.items() if value} or None


def _resources(trace: Trace) -> list[Resource]:
    named = [Resource(account_id=key.account_id, arn=key.arn) for key in trace.keys]
    for arn, account_id in trace.extra_resources:
        named.append(Resource(account_id=account_id, arn=arn, type=resource_type(arn)))
    return named


def _owner_copies(call: Call, trace: Trace) -> tuple[OwnerCopy, ...]:
    account_id = call.caller.principal.account_id
    owners = [key.account_id for key in trace.keys if key.account_id != account_id]
    owners += [owner for _, owner in trace.extra_resources if owner != account_id]
    if not owners:
        return ()
    return tuple(
        OwnerCopy(account_id=owner, event_id=_copy_id(call.event_id, owner))
        for owner in sorted(set(owners))
    )


def _copy_id(event_id: str, purpose: str) -> str:
    return str(uuid5(_COPIES, f"{event_id}/{purpose}"))


def cut(text: str) -> str:
    """Cut ``text`` to 1 KB of UTF-8."""
    if len(text) * 4 <= TEXT_LIMIT:
        return text
    return text.encode("utf-8", "replace")[:TEXT_LIMIT].decode("utf-8", "ignore")


def encode_record(record: Record) -> msgspec.Raw:
    """Encode a record, without those members that are too large."""
    encoded = _encoder.encode(record)
    if len(encoded) > MEMBER_LIMIT:
        encoded = _encoder.encode(_without_large_members(record))
    return msgspec.Raw(encoded)


def _without_large_members(record: Record) -> Record:
    changes = {
        name: None
        for name in ("request_parameters", "response_elements", "additional_event_data")
        if len(_encoder.encode(getattr(record, name))) > MEMBER_LIMIT
    }
    return msgspec.structs.replace(record, **changes)
