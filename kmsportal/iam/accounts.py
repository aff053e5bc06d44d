"""Opening an account: its key, its built-in roles, its first administrator."""

from datetime import datetime

import msgspec
from django.db import transaction

from kmsportal.core.secret import SecretText
from kmsportal.iam.access_keys import issue_access_key
from kmsportal.iam.managed_policies import ADMINISTRATOR_ACCESS_ARN, ROLE_POLICY_ARNS
from kmsportal.iam.models import IamRole, IamUser, IdentityPolicy, PolicyAttachment
from kmsportal.sealing.accounts import make_account_key
from kmsportal.tenancy.ids import new_account_id, new_unique_id
from kmsportal.tenancy.models import Account, Membership, Organisation, Role, User

ADMINISTRATOR_NAME = "admin"


class Preset(msgspec.Struct, frozen=True, kw_only=True):
    """First credentials that are given rather than made, for CI."""

    account_id: str | None = None
    access_key_id: str | None = None
    secret_access_key: SecretText | None = None


class NewAccount(msgspec.Struct, frozen=True, kw_only=True):
    """What the opener of an account is told, once."""

    account: Account
    access_key_id: str
    secret_access_key: SecretText


@transaction.atomic
def open_account(
    organisation: Organisation,
    name: str,
    *,
    time: datetime,
    preset: Preset | None = None,
) -> NewAccount:
    """Open an account with an administrator; its secret is told this once only.

    ``django.db.IntegrityError`` when the organisation has an account of that name.
    """
    preset = preset or Preset()
    account = found_account(organisation, name, account_id=preset.account_id, time=time)
    user = make_user(account, ADMINISTRATOR_NAME, time=time)
    attach(user, ADMINISTRATOR_ACCESS_ARN, time=time)
    key, secret = issue_access_key(
        user,
        time=time,
        access_key_id=preset.access_key_id,
        secret=preset.secret_access_key,
    )
    return NewAccount(account=account, access_key_id=key.id, secret_access_key=secret)


def found_account(
    organisation: Organisation,
    name: str,
    *,
    time: datetime,
    account_id: str | None = None,
    email: str = "",
) -> Account:
    """Make an account with its key and built-in roles, and nobody in it yet."""
    account = Account.objects.create(
        id=account_id or new_account_id(),
        organisation=organisation,
        name=name,
        email=email,
        created_at=time,
    )
    _put_in_charge(account)
    make_account_key(account.id, time=time)
    _make_roles(account, time=time)
    return account


def _put_in_charge(account: Account) -> None:
    """Make the organisation's first account its management account."""
    Organisation.objects.filter(
        id=account.organisation_id, management_account=None
    ).update(management_account=account)


def make_user(account: Account, name: str, *, time: datetime) -> IamUser:
    """Make an IAM user that may do nothing yet."""
    return IamUser.objects.create(
        unique_id=new_unique_id("AIDA"), account=account, name=name, created_at=time
    )


def give_policy(principal: IamUser | IamRole, name: str, document: str) -> None:
    """Put an inline policy on a user or role, over any of the same name."""
    IdentityPolicy.objects.update_or_create(
        account_id=principal.account_id,
        principal_id=principal.unique_id,
        name=name,
        defaults={"document": document},
    )


def add_member(
    account: Account, user: User, role: Role, *, time: datetime
) -> Membership:
    """Give a person a role in an account."""
    return Membership.objects.create(
        account=account, user=user, role=role, created_at=time
    )


def _make_roles(account: Account, *, time: datetime) -> None:
    for name, arn in ROLE_POLICY_ARNS.items():
        role = IamRole.objects.create(
            unique_id=new_unique_id("AROA"), account=account, name=name, created_at=time
        )
        attach(role, arn, time=time)


def attach(identity: IamUser | IamRole, arn: str, *, time: datetime) -> None:
    PolicyAttachment.objects.create(
        account_id=identity.account_id,
        principal_id=identity.unique_id,
        policy_arn=arn,
        attached_at=time,
    )
