"""Who exists here, as far as a policy that names principals must know."""

from collections.abc import Collection, Iterable

import msgspec

from kmsportal.core.arn import Arn
from kmsportal.iam.engine import NamedPrincipal
from kmsportal.iam.engine.principals import EVERYONE, account_of
from kmsportal.iam.models import IamRole, IamUser
from kmsportal.tenancy.models import Account


class _Claim(msgspec.Struct, frozen=True):
    """What must be there for one principal to exist.

    ``thing`` says of what kind; ``name`` is an id, an ARN or a role's name.
    """

    thing: str
    name: str
    account_id: str = ""


def find_missing(named: Iterable[NamedPrincipal]) -> list[NamedPrincipal]:
    """Return those of ``named`` that do not exist in this installation.

    A service's host name always counts as existing; identity providers and canonical
    users are not known here.
    """
    claims = {principal: _claim(principal) for principal in named}
    present = _present([claim for claim in claims.values() if claim is not None])
    return [
        principal
        for principal, claim in claims.items()
        if claim is not None and claim not in present
    ]


def find_unique_ids(named: Iterable[NamedPrincipal]) -> dict[str, str]:
    """Return the unique ids of the users, roles and sessions named by ARN, by ARN."""
    claims = {p.value: c for p in named if (c := _claim(p)) is not None}
    users = {user.arn: user.unique_id for user in _users(claims.values())}
    roles = _roles(claims.values())
    found = users | {role.arn: role.unique_id for role in roles}
    ids = {(role.account_id, role.name): role.unique_id for role in roles}
    for arn, claim in claims.items():
        if claim.thing == "role name" and (claim.account_id, claim.name) in ids:
            session = _last(arn)
            found[arn] = f"{ids[claim.account_id, claim.name]}:{session}"
    return {arn: found[arn] for arn in claims if arn in found}


def find_arns(named: Iterable[NamedPrincipal]) -> dict[str, str]:
    """Return the ARNs of those named by unique id who still exist, by that id."""
    claims = {p.value: c for p in named if (c := _claim(p)) is not None}
    users = {user.unique_id: user.arn for user in _users(claims.values())}
    roles = {role.unique_id: role for role in _roles(claims.values())}
    found = {}
    for written in claims:
        unique_id, _, session = written.partition(":")
        if unique_id in users:
            found[written] = users[unique_id]
        elif unique_id in roles:
            found[written] = _role_arn(roles[unique_id], session)
    return found


def _role_arn(role: IamRole, session: str) -> str:
    if not session:
        return role.arn
    return f"arn:aws:sts::{role.account_id}:assumed-role/{role.name}/{session}"


def _claim(principal: NamedPrincipal) -> _Claim | None:
    if principal.type == "Service" or principal.value == EVERYONE:
        return None
    if principal.type != "AWS":
        return _Claim("unknown", principal.value)
    account_id = account_of(principal.value)
    if account_id is not None:
        return _Claim("account", account_id)
    if not principal.value.startswith("arn:"):
        return _claim_of_id(principal.value)
    return _claim_of_arn(Arn.parse(principal.value))


def _claim_of_id(unique_id: str) -> _Claim:
    """Read ``AIDA…``, ``AROA…`` or ``AROA…:session``."""
    thing = "user id" if unique_id.startswith("AIDA") else "role id"
    return _Claim(thing, unique_id.partition(":")[0])


def _claim_of_arn(arn: Arn) -> _Claim:
    kind, _, rest = arn.resource.partition("/")
    if kind == "federated-user":
        return _Claim("account", arn.account_id)
    if kind == "assumed-role":
        # A session's ARN names the role without its path.
        return _Claim("role name", rest.partition("/")[0], arn.account_id)
    return _Claim(kind, str(arn), arn.account_id)


def _present(claims: Collection[_Claim]) -> set[_Claim]:
    present = _accounts(claims)
    for user in _users(claims):
        present.add(_Claim("user id", user.unique_id))
        present.add(_Claim("user", user.arn, user.account_id))
    for role in _roles(claims):
        present.add(_Claim("role id", role.unique_id))
        present.add(_Claim("role", role.arn, role.account_id))
        present.add(_Claim("role name", role.name, role.account_id))
    return present


def _accounts(claims: Collection[_Claim]) -> set[_Claim]:
    ids = [claim.name for claim in claims if claim.thing == "account"]
    found = Account.objects.filter(id__in=ids).values_list("id", flat=True)
    return {_Claim("account", account_id) for account_id in found}


def _users(claims: Collection[_Claim]) -> list[IamUser]:
    """Find the users claimed, and perhaps namesakes under another path."""
    ids = [claim.name for claim in claims if claim.thing == "user id"]
    named = [claim for claim in claims if claim.thing == "user"]
    return [
        *IamUser.objects.filter(unique_id__in=ids),
        *IamUser.objects.filter(
            account_id__in={claim.account_id for claim in named},
            name__in={_last(claim.name) for claim in named},
        ),
    ]


def _roles(claims: Collection[_Claim]) -> list[IamRole]:
    """Find the roles claimed, and perhaps namesakes under another path."""
    ids = [claim.name for claim in claims if claim.thing == "role id"]
    named = [claim for claim in claims if claim.thing in {"role", "role name"}]
    return [
        *IamRole.objects.filter(unique_id__in=ids),
        *IamRole.objects.filter(
            account_id__in={claim.account_id for claim in named},
            name__in={_last(claim.name) for claim in named},
        ),
    ]


def _last(path: str) -> str:
    return path.rpartition("/")[2]
