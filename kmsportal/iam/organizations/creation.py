"""Accounts that an organisation's management account opens.

AWS answers before the account is ready; here it is ready with the answer. Nobody gets
credentials: the management account's principals come in by the role that trusts it
(Organizations User Guide, "Accessing member accounts in an organization").
"""

import json
from datetime import datetime

from django.db import IntegrityError, transaction

from kmsportal.core.arn import root_arn
from kmsportal.core.shapes import Timestamp
from kmsportal.iam.accounts import attach, found_account
from kmsportal.iam.managed_policies import ADMINISTRATOR_ACCESS_ARN
from kmsportal.iam.models import AccountCreation, IamRole
from kmsportal.iam.organizations.names import new_creation_id
from kmsportal.iam.organizations.shapes import AccountStatusEntry
from kmsportal.tenancy.ids import new_unique_id
from kmsportal.tenancy.models import Account, Organisation

ACCESS_ROLE = "OrganizationAccountAccessRole"
_TAKEN_EMAIL, _TAKEN_NAME = "EMAIL_ALREADY_EXISTS", "CONCURRENT_ACCOUNT_MODIFICATION"


def create_member(
    organisation: Organisation,
    name: str,
    *,
    email: str,
    role_name: str | None,
    time: datetime,
) -> AccountCreation:
    """Open an account and return what became of it; a refusal is a failed creation."""
    creation = AccountCreation(
        id=new_creation_id(),
        organisation=organisation,
        account_name=name,
        requested_at=time,
    )
    # As at AWS an address stands for one account, in the organisation at least.
    if organisation.account_set.filter(email__iexact=email).exists():
        creation.failure = _TAKEN_EMAIL
    else:
        _open(creation, email, role_name or ACCESS_ROLE, time)
    creation.save(force_insert=True)
    return creation


def status_entry(creation: AccountCreation) -> AccountStatusEntry:
    moment = Timestamp(creation.requested_at)
    return AccountStatusEntry(
        id=creation.id,
        account_name=creation.account_name,
        state="FAILED" if creation.failure else "SUCCEEDED",
        requested_timestamp=moment,
        completed_timestamp=moment,
        account_id=creation.account_id or None,
        failure_reason=creation.failure or None,
    )


def _open(
    creation: AccountCreation, email: str, role_name: str, time: datetime
) -> None:
    organisation = creation.organisation
    try:
        with transaction.atomic():
            account = found_account(
                organisation, creation.account_name, email=email, time=time
            )
            _add_access_role(organisation, account, role_name, time)
            creation.account_id = account.id
    except IntegrityError:
        creation.failure = _TAKEN_NAME


def _add_access_role(
    organisation: Organisation, account: Account, name: str, time: datetime
) -> None:
    trusted = root_arn(str(organisation.management_account_id))
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": trusted},
        "Action": "sts:AssumeRole",
    }
    role = IamRole.objects.create(
        unique_id=new_unique_id("AROA"),
        account=account,
        name=name,
        trust_policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
        created_at=time,
    )
    attach(role, ADMINISTRATOR_ACCESS_ARN, time=time)
