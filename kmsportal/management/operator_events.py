"""What the installation's operator does to an account leaves an event with it too."""

from collections.abc import Mapping
from datetime import datetime

from audit.cloudtrail import render_service_event
from audit.ledger import append
from kmsportal.core.ids import new_event_id
from kmsportal.core.operation import GLOBAL_REGION


def record_operator(
    event: str, *, account_id: str, time: datetime, details: Mapping[str, object]
) -> None:
    """Append a service event such as ``iam:CreateAccessKey``; ``details`` are shown.

    Call in the effect's transaction, before the account's generation is bumped:
    calls take the two locks in this order too.
    """
    service, _, name = event.partition(":")
    append(
        account_id,
        render_service_event(
            service=service,
            name=name,
            time=time,
            account_id=account_id,
            region=GLOBAL_REGION,
            keys=(),
            details={**details, "by": "operator"},
            event_id=new_event_id(time),
        ),
    )
