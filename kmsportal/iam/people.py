"""People of an account: their places, one-time passwords, and who must stay.

A person's password is hers alone and opens every account she has a place in, so an
account's administrator may set it only while she has no place elsewhere.
"""

from datetime import datetime
from enum import Enum

import msgspec

from kmsportal.core.call import Call
from kmsportal.core.errors import ConflictException, NotFoundException
from kmsportal.core.operation import Need
from kmsportal.core.secret import SecretText
from kmsportal.core.shapes import Part, Timestamp
from kmsportal.tenancy.models import Account, Membership, Role, User
from kmsportal.tenancy.people import new_password


class MemberRole(Enum):
    """What a member may act as: the built-in roles, by their names in ``tenancy``."""

    ADMINISTRATOR = Role.ADMINISTRATOR.value
    KEY_ADMINISTRATOR = Role.KEY_ADMINISTRATOR.value
    KEY_USER = Role.KEY_USER.value
    AUDITOR = Role.AUDITOR.value
    BILLING_VIEWER = Role.BILLING_VIEWER.value


class MemberEntry(Part, frozen=True, kw_only=True):
    """A person's place in the account."""

    member_id: str
    email: str
    name: str
    role: str
    created_at: Timestamp
    is_active: bool
    must_change_password: bool


class Invitation(msgspec.Struct, frozen=True):
    """A new place; ``password`` is set for a person who is new here, and told once."""

    membership: Membership
    password: SecretText | None


def invite(account: Account, email: str, role: Role, *, time: datetime) -> Invitation:
    """Give the person of that address a place; ConflictException when she has one."""
    user, password = User.objects.filter(email__iexact=email).first(), None
    if user is None:
        password = new_password()
        user = User(email=email, created_at=time, must_change_password=True)
        user.set_password(password.reveal())
        user.save(force_insert=True)
    elif Membership.objects.filter(account=account, user=user).exists():
        raise ConflictException(f"{email} is a member of this account already.")
    membership = Membership.objects.create(
        account=account, user=user, role=role, created_at=time
    )
    return Invitation(membership, password)


def reset_password(membership: Membership) -> SecretText:
    """Set a one-time password, which ends the person's sessions in the console.

    ConflictException when she has a place in another account, which it would open.
    """
    elsewhere = Membership.objects.filter(user=membership.user_id)
    if elsewhere.exclude(account=membership.account_id).exists():
        raise ConflictException(
            f"{membership.user.email} is a member of another account too, which this"
            " password would open. Only she herself can change it, or the operator"
            " of the installation."
        )
    password = new_password()
    user = membership.user
    user.set_password(password.reveal())
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    return password


def find_membership(account_id: str, member_id: str) -> Membership:
    """Return a place in the account, locked; NotFoundException when there is none."""
    rows = Membership.objects.select_for_update(of=("self",)).select_related("user")
    number = int(member_id) if member_id.isdecimal() else 0
    membership = rows.filter(account_id=account_id, id=number).first()
    if membership is None:
        raise NotFoundException(f"There is no member {member_id}.")
    return membership


def require_another_administrator(membership: Membership) -> None:
    """Refuse to leave an account without anybody who administers it."""
    if membership.role != Role.ADMINISTRATOR:
        return
    # Locked in one order: two administrators cannot remove each other at once.
    rows = Membership.objects.select_for_update().filter(
        account_id=membership.account_id, role=Role.ADMINISTRATOR
    )
    if len(rows.order_by("id")) == 1:
        raise ConflictException("An account keeps at least one administrator.")


def member_entry(membership: Membership) -> MemberEntry:
    user = membership.user
    return MemberEntry(
        member_id=str(membership.pk),
        email=user.email,
        name=user.name,
        role=membership.role,
        created_at=Timestamp(membership.created_at),
        is_active=user.is_active,
        must_change_password=user.must_change_password,
    )


def member_need(call: Call, member_id: str) -> Need:
    """Return the permission on a member, or on all of them by ``*``."""
    return Need(
        action=call.operation.action,
        resource=f"arn:aws:portal::{call.account_id}:member/{member_id}",
        account_id=call.account_id,
    )
