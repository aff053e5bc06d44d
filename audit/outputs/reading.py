"""What the formats and the alert rules need of a CloudTrail record."""

from typing import Any

import msgspec


class Resource(msgspec.Struct):
    """A resource that the call named."""

    arn: str = msgspec.field(name="ARN")
    account_id: str = msgspec.field(name="accountId", default="")
    type: str = ""


class Identity(msgspec.Struct, rename="camel"):
    """Who called."""

    type: str = ""
    principal_id: str = ""
    arn: str = ""
    account_id: str = ""
    access_key_id: str = ""
    user_name: str = ""
    invoked_by: str = ""


class ReadRecord(msgspec.Struct, rename="camel"):
    """The members that are read; all others stay in the record."""

    user_identity: Identity
    event_time: str
    event_source: str
    event_name: str
    aws_region: str
    event_id: str = msgspec.field(name="eventID")
    request_id: str | None = msgspec.field(name="requestID", default=None)
    source_ip: str = msgspec.field(name="sourceIPAddress", default="")
    user_agent: str | None = None
    error_code: str = ""
    error_message: str = ""
    request_parameters: dict[str, Any] | None = None
    response_elements: dict[str, Any] | None = None
    additional_event_data: dict[str, Any] | None = None
    resources: list[Resource] = []
    read_only: bool = True
    event_type: str = ""
    event_category: str = ""
    recipient_account_id: str = ""

    @property
    def principal(self) -> str:
        """The caller as people know it."""
        identity = self.user_identity
        return identity.arn or identity.principal_id or identity.invoked_by or "unknown"


class _Id(msgspec.Struct):
    event_id: str = msgspec.field(name="eventID")


_decoder = msgspec.json.Decoder(ReadRecord)
_ids = msgspec.json.Decoder(_Id)


def read_record(record: str | bytes) -> ReadRecord:
    """Read a record; msgspec.ValidationError where it has not CloudTrail's form."""
    return _decoder.decode(record)


def event_id_of(record: bytes) -> str:
    return _ids.decode(record).event_id
