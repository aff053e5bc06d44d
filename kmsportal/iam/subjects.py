"""Principals that are asked about, rather than call: who they are and what binds them.

Of an account's own principals everything is known. Of another account's, no more than
their name: that their own account allows what they ask is then an assumption.
"""

from collections.abc import Collection

import msgspec

from kmsportal.core.arn import Arn, root_arn
from kmsportal.core.errors import ResourceNotFoundException, ValidationException
from kmsportal.core.principal import Principal, PrincipalKind
from kmsportal.iam.callers import user_principal
from kmsportal.iam.directory import find_unique_ids
from kmsportal.iam.engine import (
    CallerPolicies,
    NamedPrincipal,
    PolicyLayer,
    PolicySource,
    compile_policy,
)
from kmsportal.iam.identity_policies import policies_of_role, policies_of_user
from kmsportal.iam.members import session_principal
from kmsportal.iam.models import IamRole, IamUser

ANY_SESSION = "any-session"
"""The session name of a role that is asked about without one."""

_EVERYTHING = (
    '{"Version": "2012-10-17", "Statement":'
    ' {"Effect": "Allow", "Action": "*", "Resource": "*"}}'
)
_ASSUMED = CallerPolicies(
    identity=(
        compile_policy(
            _EVERYTHING, PolicySource(PolicyLayer.IDENTITY, "assumed of its account")
        ),
    )
)


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """A principal and its side of a decision; ``is_assumed`` where that is unknown."""

    principal: Principal
    policies: CallerPolicies
    is_assumed: bool = False


def find_subject(account_id: str, name: str) -> Subject:
    """Return the principal of that ARN, as the account ``account_id`` may know it.

    A role stands for any session of it. ResourceNotFoundException when the account
    has no such user or role, ValidationException for what names no principal.
    """
    arn = _parse(name)
    if arn.account_id != account_id:
        return Subject(
            principal=named_principal(arn), policies=_ASSUMED, is_assumed=True
        )
    kind, rest = _kind_of(arn)
    if kind == "root":
        return Subject(principal=_root(account_id), policies=CallerPolicies())
    if kind == "user":
        return subject_of_user(_user(account_id, arn))
    role_name, _, session = rest.rpartition("/")
    if kind == "role":
        role_name, session = session, ANY_SESSION
    return subject_of_role(_role(account_id, role_name, arn), session)


def subject_of_user(user: IamUser) -> Subject:
    return Subject(principal=user_principal(user), policies=policies_of_user(user))


def subject_of_role(role: IamRole, session: str = ANY_SESSION) -> Subject:
    return Subject(
        principal=session_principal(role, session), policies=policies_of_role(role)
    )


def own_principals(account_id: str) -> list[str]:
    """Return the unique ids of all users and roles of the account."""
    users = IamUser.objects.filter(account_id=account_id).values_list("unique_id")
    roles = IamRole.objects.filter(account_id=account_id).values_list("unique_id")
    return sorted(unique_id for (unique_id,) in users.union(roles))


def subjects_by_id(account_id: str, ids: Collection[str]) -> dict[str, Subject]:
    """Return those of the account's users and roles that have one of ``ids``."""
    users = IamUser.objects.filter(account_id=account_id, unique_id__in=ids)
    roles = IamRole.objects.filter(account_id=account_id, unique_id__in=ids)
    return {
        **{user.unique_id: subject_of_user(user) for user in users},
        **{role.unique_id: subject_of_role(role) for role in roles},
    }


def everybody() -> Subject:
    """Return a principal that no policy names but by ``*``: somebody of no account."""
    return Subject(principal=_root("000000000000"), policies=_ASSUMED, is_assumed=True)


def _parse(name: str) -> Arn:
    try:
        arn = Arn.parse(name)
    except ValueError:
        raise ValidationException(f"{name} is not the ARN of a principal.") from None
    if arn.service not in {"iam", "sts"} or not arn.account_id:
        raise ValidationException(f"{name} is not the ARN of a principal.")
    _kind_of(arn)
    return arn


def _kind_of(arn: Arn) -> tuple[str, str]:
    """Return the kind and what follows it; ValidationException for another kind."""
    kind, _, rest = arn.resource.partition("/")
    is_known = kind in {"user", "role", "assumed-role"} and rest
    if arn.resource != "root" and not is_known:
        raise ValidationException(
            f"{arn} is not the ARN of a user, role, role session or root user."
        )
    return kind, rest


def _root(account_id: str) -> Principal:
    return Principal(
        kind=PrincipalKind.ROOT,
        account_id=account_id,
        arn=root_arn(account_id),
        unique_id=account_id,
    )


def _user(account_id: str, arn: Arn) -> IamUser:
    name = arn.resource.rpartition("/")[2]
    user = IamUser.objects.filter(account_id=account_id, name=name).first()
    if user is None or user.arn != str(arn):
        raise ResourceNotFoundException(f"There is no user {arn}.")
    return user


def _role(account_id: str, name: str, arn: Arn) -> IamRole:
    role = IamRole.objects.filter(account_id=account_id, name=name).first()
    is_named = arn.resource.startswith("assumed-role/")
    if role is None or not (is_named or role.arn == str(arn)):
        raise ResourceNotFoundException(f"There is no role {name} ({arn}).")
    return role


def named_principal(arn: Arn) -> Principal:
    """Return a principal as its name alone tells it.

    Its unique id is looked up because policies are kept by it; nothing shows it.
    """
    kind, rest = _kind_of(arn)
    if kind == "root":
        return _root(arn.account_id)
    name = rest.rpartition("/")[2]
    if kind == "user":
        return Principal(
            kind=PrincipalKind.USER,
            account_id=arn.account_id,
            arn=str(arn),
            unique_id=_unique_id(str(arn)),
            name=name,
        )
    return _foreign_session(arn, name)


def _foreign_session(arn: Arn, name: str) -> Principal:
    account_id = arn.account_id
    if arn.resource.startswith("role/"):
        role_arn, role, session = str(arn), name, ANY_SESSION
        role_id = _unique_id(role_arn)
    else:
        role, session = arn.resource.split("/", 2)[1:]
        # The session's ARN does not tell its role's path.
        role_arn = f"arn:aws:iam::{account_id}:role/{role}"
        role_id = _unique_id(str(arn)).partition(":")[0]
    return Principal(
        kind=PrincipalKind.ASSUMED_ROLE,
        account_id=account_id,
        arn=f"arn:aws:sts::{account_id}:assumed-role/{role}/{session}",
        unique_id=f"{role_id}:{session}",
        name=session,
        role_arn=role_arn,
        role_id=role_id,
    )


def _unique_id(arn: str) -> str:
    return find_unique_ids([NamedPrincipal("AWS", arn)]).get(arn, arn)
