"""People as callers: a membership acts as a session of its role."""

import re

from kmsportal.core.call import Caller
from kmsportal.core.errors import AccessDeniedException
from kmsportal.core.identity import identity_of
from kmsportal.core.principal import Principal, PrincipalKind
from kmsportal.iam.identity_policies import policies_of_role
from kmsportal.iam.models import IamRole
from kmsportal.tenancy.models import Membership, User

_NOT_IN_SESSION_NAMES = re.compile(r"[^\w+=,.@-]")


def caller_of(user: User, account_id: str, *, api_token_id: str = "") -> Caller:
    """Return the person, or a token that stands for her, as a caller in that account.

    AccessDeniedException when she is no member of it or no longer active.
    """
    membership = Membership.objects.filter(
        account_id=account_id, user=user, user__is_active=True
    ).first()
    if membership is None:
        raise AccessDeniedException(f"You are not a member of account {account_id}.")
    role = _role_of(membership)
    principal = session_principal(role, user.email)
    return Caller(
        principal=principal,
        policies=policies_of_role(role),
        identity=identity_of(principal, ""),
        membership_id=membership.pk,
        api_token_id=api_token_id,
    )


def member_principal(membership: Membership) -> Principal:
    """Return the member as the session of her role."""
    return session_principal(_role_of(membership), membership.user.email)


def session_principal(role: IamRole, session_name: str) -> Principal:
    """Return the session of ``role`` with that name, cut to what AWS allows."""
    name = _NOT_IN_SESSION_NAMES.sub("-", session_name)[:64]
    arn = f"arn:aws:sts::{role.account_id}:assumed-role/{role.name}/{name}"
    return Principal(
        kind=PrincipalKind.ASSUMED_ROLE,
        account_id=role.account_id,
        arn=arn,
        unique_id=f"{role.unique_id}:{name}",
        name=name,
        role_arn=role.arn,
        role_id=role.unique_id,
        tags=role.tags,
    )


def _role_of(membership: Membership) -> IamRole:
    return IamRole.objects.get(account_id=membership.account_id, name=membership.role)
