"""Events of people who sign in to the console, out of it, or fail to.

They have CloudTrail's shape (User Guide, "AWS Management Console sign-in events") and
go to the ledger of each account the person has a place in. An address that nobody
signs in with belongs to no account, so it is in no ledger.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from audit.cloudtrail import EVENT_VERSION, Record, cut, encode_record, event_source
from audit.ledger import append
from kmsportal.core.call import Origin
from kmsportal.core.identity import identity_of
from kmsportal.core.ids import new_event_id
from kmsportal.core.moments import microseconds
from kmsportal.core.record import LedgerEvent
from kmsportal.iam.members import member_principal
from kmsportal.tenancy.models import Membership

SIGN_IN, SIGN_OUT = "ConsoleLogin", "ConsoleLogout"
SUCCESS, FAILURE = "Success", "Failure"
_SERVICE = "signin"
_REFUSED = "Failed authentication"


@transaction.atomic
def record_sign_in(
    memberships: Iterable[Membership],
    *,
    name: str,
    outcome: str,
    origin: Origin,
    region: str,
    time: datetime,
) -> None:
    """Tell each account of the person; what cannot be told must not have happened."""
    for membership in memberships:
        event = _event(
            membership,
            name=name,
            outcome=outcome,
            origin=origin,
            region=region,
            time=time,
        )
        append(membership.account_id, event)


def _event(
    membership: Membership,
    *,
    name: str,
    outcome: str,
    origin: Origin,
    region: str,
    time: datetime,
) -> LedgerEvent:
    principal = member_principal(membership)
    is_refused = outcome == FAILURE
    record = Record(
        event_version=EVENT_VERSION,
        user_identity=identity_of(principal, ""),
        event_time=time.replace(microsecond=0),
        event_source=event_source(_SERVICE),
        event_name=name,
        aws_region=region,
        source_ip_address=origin.source_ip,
        user_agent=cut(origin.user_agent),
        error_message=_REFUSED if is_refused else None,
        request_parameters=None,
        response_elements={name: outcome},
        additional_event_data={"MobileVersion": "No", "MFAUsed": "No"},
        event_id=new_event_id(time),
        read_only=False,
        resources=(),
        event_type="AwsConsoleSignIn",
        management_event=True,
        recipient_account_id=membership.account_id,
        event_category="Management",
    )
    return LedgerEvent(
        time=microseconds(time),
        account_id=membership.account_id,
        region=region,
        operation=f"{_SERVICE}:{name}",
        principal=principal.arn,
        record=encode_record(record),
        error=_REFUSED if is_refused else None,
    )
