"""Whom an opened session makes its holder, while role, user and person are there."""

import msgspec

from kmsportal.core.call import Caller, SessionTraits
from kmsportal.core.errors import ExpiredTokenException, UnrecognizedClientException
from kmsportal.core.identity import identity_of
from kmsportal.core.principal import Principal, PrincipalKind
from kmsportal.iam.callers import INVALID_TOKEN, user_principal
from kmsportal.iam.engine import (
    CallerPolicies,
    CompiledPolicy,
    PolicyLayer,
    PolicySource,
    compile_policy,
)
from kmsportal.iam.identity_policies import (
    find_documents,
    policies_of_role,
    policies_of_user,
)
from kmsportal.iam.members import session_principal
from kmsportal.iam.models import IamRole, IamUser
from kmsportal.iam.session_tokens import Session, SessionScope, SessionType
from kmsportal.tenancy.models import Membership

EXPIRED = "The security token included in the request is expired"


def caller_of_session(account_id: str, session: Session) -> Caller:
    """Return the session's holder as a caller.

    UnrecognizedClientException when role, user or person are gone, and
    ExpiredTokenException when the role's sessions have been revoked since.
    """
    if session.type is SessionType.ROLE:
        principal, policies = _of_role(account_id, session)
    else:
        principal, policies = _of_user(account_id, session)
    return Caller(
        principal=principal,
        policies=_limited(account_id, policies, session.scope),
        identity=identity_of(
            principal,
            session.access_key_id,
            session_began=session.began_at,
            is_mfa_authenticated=session.mfa_at is not None,
            source_identity=session.source_identity,
            provider=session.provider,
        ),
        access_key_id=session.access_key_id,
        session=_traits(session),
    )


def federated_principal(user: IamUser, name: str, tags: dict[str, str]) -> Principal:
    """Return the session that ``user`` hands out under ``name``."""
    return Principal(
        kind=PrincipalKind.FEDERATED_USER,
        account_id=user.account_id,
        arn=f"arn:aws:sts::{user.account_id}:federated-user/{name}",
        unique_id=f"{user.account_id}:{name}",
        name=name,
        role_arn=user.arn,
        role_id=user.unique_id,
        tags=overlaid(user.tags, tags),
    )


def overlaid(tags: dict[str, str], others: dict[str, str]) -> dict[str, str]:
    """Return ``tags`` with ``others`` in their place; names ignore case."""
    taken = {name.lower() for name in others}
    kept = {name: tags[name] for name in tags if name.lower() not in taken}
    return kept | others


def _of_role(account_id: str, session: Session) -> tuple[Principal, CallerPolicies]:
    role = IamRole.objects.filter(
        account_id=account_id, unique_id=session.holder_id
    ).first()
    if role is None:
        raise UnrecognizedClientException(INVALID_TOKEN)
    revoked = role.sessions_revoked_at
    if revoked is not None and session.began_at <= revoked:
        # Clients take new credentials upon this refusal, where they still can.
        raise ExpiredTokenException(EXPIRED)
    _require_membership(session, role)
    principal = session_principal(role, session.name)
    tags = overlaid(role.tags, session.scope.tags)
    return msgspec.structs.replace(principal, tags=tags), policies_of_role(role)


def _of_user(account_id: str, session: Session) -> tuple[Principal, CallerPolicies]:
    user = IamUser.objects.filter(
        account_id=account_id, unique_id=session.holder_id
    ).first()
    if user is None:
        raise UnrecognizedClientException(INVALID_TOKEN)
    if session.type is SessionType.USER:
        return user_principal(user), policies_of_user(user)
    principal = federated_principal(user, session.name, session.scope.tags)
    return principal, policies_of_user(user)


def _require_membership(session: Session, role: IamRole) -> None:
    """Refuse the session of a person who has left the account or changed her role."""
    if session.membership_id is None:
        return
    held = Membership.objects.filter(
        account_id=role.account_id,
        id=session.membership_id,
        role=role.name,
        user__is_active=True,
    )
    if not held.exists():
        raise UnrecognizedClientException(INVALID_TOKEN)


def _limited(
    account_id: str, policies: CallerPolicies, scope: SessionScope
) -> CallerPolicies:
    if not scope.has_policies:
        return policies
    documents = find_documents(account_id, scope.policy_arns)
    limits = [_compile(documents[arn], arn) for arn in sorted(documents)]
    if scope.policy:
        limits.insert(0, _compile(scope.policy))
    return msgspec.structs.replace(policies, session=tuple(limits))


def _compile(document: str, arn: str | None = None) -> CompiledPolicy:
    name = (arn or "session").rpartition("/")[2]
    return compile_policy(document, PolicySource(PolicyLayer.SESSION, name, arn))


def _traits(session: Session) -> SessionTraits:
    scope = session.scope
    names = {name.lower() for name in scope.transitive_tags}
    return SessionTraits(
        began_at=session.began_at,
        mfa_at=session.mfa_at,
        source_identity=session.source_identity,
        provider=session.provider,
        transitive_tags={
            name: value for name, value in scope.tags.items() if name.lower() in names
        },
    )
