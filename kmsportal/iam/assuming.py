"""Becoming a session of a role: who asks, for which role, and what must allow it.

IAM User Guide, "Methods to assume a role", "Pass session tags in AWS STS", "Monitor and
control actions taken with assumed roles".
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from kmsportal.core.arn import Arn
from kmsportal.core.call import Call
from kmsportal.core.errors import AccessDeniedException, ValidationException
from kmsportal.core.operation import ContextValue, Need
from kmsportal.core.principal import PrincipalKind
from kmsportal.iam.facts import resource_tag_facts
from kmsportal.iam.members import session_principal
from kmsportal.iam.models import IamRole
from kmsportal.iam.session_tokens import SessionScope
from kmsportal.iam.sessions import Credentials, SessionPlan, begin_session
from kmsportal.iam.sts_shapes import AssumedRoleUser
from kmsportal.iam.trust_policies import TrustGuard

DEFAULT_SECONDS = 3600
_CHAINED_SECONDS = 3600


class Assumption(msgspec.Struct, frozen=True, kw_only=True):
    """A session of ``role`` that a call asks for, with all that policies may ask.

    ``requested_tags`` are those of the call itself; ``scope`` has, besides, those that
    came with the caller's own session. ``mfa_at`` is when she showed a code.
    """

    role: IamRole
    name: str
    scope: SessionScope
    requested_tags: Mapping[str, str] = {}
    source_identity: str = ""
    external_id: str = ""
    web_facts: Mapping[str, ContextValue] = {}
    mfa_at: datetime | None = None


def find_role(call: Call, role_arn: str) -> IamRole:
    """Return the role; AccessDeniedException, as for a closed one, if there is none."""
    role = role_of_arn(role_arn)
    if role is None:
        principal = call.caller.principal
        raise AccessDeniedException(
            f"User: {principal.arn} is not authorized to perform:"
            f" {call.operation.action} on resource: {role_arn}"
        )
    return role


def role_of_arn(role_arn: str) -> IamRole | None:
    """Find a role of any account; ValidationException where it is no role's ARN."""
    try:
        arn = Arn.parse(role_arn)
    except ValueError:
        raise ValidationException(f"{role_arn} is invalid") from None
    kind, _, path = arn.resource.partition("/")
    if (arn.service, kind) != ("iam", "role"):
        raise ValidationException(f"{role_arn} is invalid")
    name = path.rpartition("/")[2]
    found = IamRole.objects.filter(account_id=arn.account_id, name=name).first()
    return found if found is not None and found.arn == role_arn else None


def needs_of(call: Call, assumption: Assumption) -> tuple[Need, ...]:
    """List what the trust policy, and the caller's own policies, must allow."""
    actions = [call.operation.action]
    if assumption.scope.tags:
        actions.append("sts:TagSession")
    if assumption.source_identity:
        actions.append("sts:SetSourceIdentity")
    return tuple(_need(action, assumption) for action in actions)


def require_duration(call: Call, role: IamRole, seconds: int | None) -> timedelta:
    """Return how long the session lasts; ValidationException for too long."""
    wanted = DEFAULT_SECONDS if seconds is None else seconds
    is_chained = call.caller.principal.kind is PrincipalKind.ASSUMED_ROLE
    if wanted > role.max_session_seconds:
        raise ValidationException(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this"
            " role."
        )
    if is_chained and wanted > _CHAINED_SECONDS:
        raise ValidationException(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles"
            " assumed by role chaining."
        )
    return timedelta(seconds=wanted)


def assume(
    assumption: Assumption,
    *,
    began: datetime,
    duration: timedelta,
    provider: str = "",
    token_size: int = 0,
) -> Credentials:
    """Begin the session and return its credentials."""
    role = assumption.role
    plan = SessionPlan(
        account_id=role.account_id,
        holder_id=role.unique_id,
        name=assumption.name,
        began_at=began,
        expires_at=began + duration,
        scope=assumption.scope,
        source_identity=assumption.source_identity,
        provider=provider,
        mfa_at=assumption.mfa_at,
        token_size=token_size,
    )
    return begin_session(plan)


def assumed_role_user(assumption: Assumption) -> AssumedRoleUser:
    principal = session_principal(assumption.role, assumption.name)
    return AssumedRoleUser(assumed_role_id=principal.unique_id, arn=principal.arn)


def _need(action: str, assumption: Assumption) -> Need:
    role = assumption.role
    return Need(
        action=action,
        resource=role.arn,
        account_id=role.account_id,
        guard=TrustGuard(role),
        facts=lambda: _facts(assumption),
        is_cross_account=True,
        mfa_at=assumption.mfa_at,
    )


def _facts(assumption: Assumption) -> dict[str, ContextValue]:
    facts: dict[str, ContextValue] = {
        "sts:rolesessionname": assumption.name,
        **resource_tag_facts(assumption.role.tags),
        **assumption.web_facts,
    }
    if assumption.external_id:
        facts["sts:externalid"] = assumption.external_id
    if assumption.source_identity:
        facts["sts:sourceidentity"] = assumption.source_identity
    tags = assumption.requested_tags
    for name, value in tags.items():
        facts[f"aws:requesttag/{name.lower()}"] = value
    if tags:
        facts["aws:tagkeys"] = tuple(tags)
    if assumption.scope.transitive_tags:
        facts["sts:transitivetagkeys"] = assumption.scope.transitive_tags
    return facts
