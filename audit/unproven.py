"""The records of calls whose caller was not proven, and of how many were left out.

They are kept in the installation's own chain. Their type is ``Unknown``, so nobody is
blamed for what somebody else did under her key's name: the access key id that was
claimed stands apart, and the copy goes to the account that has such a key.
"""

import re
from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.conf import settings
from django.db import transaction

from audit.cloudtrail import (
    EVENT_VERSION,
    Record,
    cut,
    encode_record,
    event_source,
    render_service_event,
)
from audit.ledger import append
from kmsportal.core.errors import ServiceError
from kmsportal.core.ids import new_event_id
from kmsportal.core.moments import microseconds
from kmsportal.core.operation import Operation
from kmsportal.core.record import LedgerEvent
from kmsportal.sealing.accounts import INSTALLATION

HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"
_ACCESS_KEY_ID = re.compile(r"[A-Z0-9]{16,128}")


class UnprovenCall(msgspec.Struct, frozen=True, kw_only=True):
    """A refused call, as far as it can be known.

    ``access_key_id`` is what was claimed, empty when nothing was; ``account_id`` is
    whose key that is, empty when nobody's.
    """

    operation: Operation
    refusal: ServiceError
    time: datetime
    region: str
    request_id: str
    source_ip: str
    user_agent: str
    access_key_id: str = ""
    account_id: str = ""


def record_unproven(calls: Sequence[UnprovenCall]) -> None:
    """Append the records of ``calls``, in one transaction."""
    if calls:
        with transaction.atomic():
            append(INSTALLATION, *map(_render, calls))


def record_left_out(count: int, *, since: datetime, time: datetime) -> None:
    """Append one record that says how many were not recorded, and since when."""
    event = render_service_event(
        service="portal",
        name="UnprovenCallsLeftOut",
        time=time,
        account_id=INSTALLATION,
        region=settings.KMSPORTAL_REGIONS[0],
        keys=(),
        details={"count": count, "since": f"{since:%Y-%m-%dT%H:%M:%SZ}"},
        event_id=new_event_id(time),
    )
    with transaction.atomic():
        append(INSTALLATION, event)


def _render(call: UnprovenCall) -> LedgerEvent:
    recipient = call.account_id or INSTALLATION
    claimed = shown_claim(call.access_key_id)
    record = Record(
        event_version=EVENT_VERSION,
        user_identity={"type": "Unknown"},
        event_time=call.time.replace(microsecond=0),
        event_source=event_source(call.operation.service),
        event_name=call.operation.name,
        aws_region=call.region,
        source_ip_address=call.source_ip,
        user_agent=cut(call.user_agent),
        error_code=call.refusal.code,
        error_message=cut(call.refusal.message) if call.refusal.message else None,
        request_parameters=None,
        response_elements=None,
        additional_event_data={"claimedAccessKeyId": claimed} if claimed else None,
        request_id=call.request_id,
        event_id=new_event_id(call.time),
        read_only=call.operation.is_read_only,
        resources=(),
        event_type="AwsApiCall",
        management_event=True,
        recipient_account_id=recipient,
        event_category="Management",
    )
    return LedgerEvent(
        time=microseconds(call.time),
        account_id=recipient,
        region=call.region,
        operation=call.operation.action,
        principal="",
        record=encode_record(record),
        error=call.refusal.code,
        is_unproven=True,
    )


def shown_claim(access_key_id: str) -> str:
    """Return the claimed access key id; what has not its form may be a secret."""
    if not access_key_id or _ACCESS_KEY_ID.fullmatch(access_key_id):
        return access_key_id
    return HIDDEN
