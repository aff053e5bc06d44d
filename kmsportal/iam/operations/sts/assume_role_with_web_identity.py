"""AssumeRoleWithWebIdentity: a role's session for whom an OIDC issuer vouches.

The call is not signed: the issuer's token proves the caller.
"""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from kmsportal.core.arn import Arn as ParsedArn
from kmsportal.core.call import Call, Caller
from kmsportal.core.errors import AccessDeniedException, ValidationException
from kmsportal.core.members import event_members
from kmsportal.core.operation import Kind, Operation
from kmsportal.core.record import Trace
from kmsportal.core.shapes import SECRET
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.assuming import (
    Assumption,
    assume,
    assumed_role_user,
    needs_of,
    require_duration,
    role_of_arn,
)
from kmsportal.iam.sts_shapes import (
    Arn,
    AssumedRoleUser,
    Credentials,
    PolicyDescriptorType,
    RoleDuration,
    RoleSessionName,
    ShortPolicyText,
    TokenSize,
    packed_size,
    scope_of,
    shown_credentials,
    token_size,
    token_utilization,
)
from kmsportal.iam.web_identities import WebIdentity, verify_web_identity


class Params(Shape, frozen=True, kw_only=True):
    role_arn: Arn
    role_session_name: RoleSessionName
    web_identity_token: Annotated[str, Meta(min_length=4, max_length=20000), SECRET]
    provider_id: Annotated[str, Meta(min_length=4, max_length=2048)] | None = None
    policy_arns: list[PolicyDescriptorType] | None = None
    policy: ShortPolicyText | None = None
    duration_seconds: RoleDuration | None = None
    minimum_session_token_size: TokenSize | None = None


class Result(Answer, frozen=True, kw_only=True):
    credentials: Credentials
    subject_from_web_identity_token: str
    assumed_role_user: AssumedRoleUser
    packed_policy_size: int | None = None
    provider: str
    audience: str
    source_identity: str | None = None
    session_token_utilization: int
    session_token_size: int


class _Bound(Assumption, frozen=True, kw_only=True):
    identity: WebIdentity


def _introduce(params: Params, time: datetime) -> Caller:
    return _identity(params, time).caller()


def _identity(params: Params, time: datetime) -> WebIdentity:
    """Verify the token by the providers of the role's account."""
    account_id = _account_of(params)
    if not account_id:
        raise ValidationException(f"{params.role_arn} is invalid")
    if params.provider_id is not None:
        raise ValidationException(
            "ProviderId is for OAuth 2.0 access tokens of social sign-ins, which are"
            " not supported: pass an OpenID Connect token."
        )
    return verify_web_identity(account_id, params.web_identity_token, time=time)


def _account_of(params: Params) -> str:
    """Return the account that the role is of; empty where that is no ARN."""
    try:
        return ParsedArn.parse(params.role_arn).account_id
    except ValueError:
        return ""


def _bind(call: Call) -> _Bound:
    params: Params = call.params  # type: ignore[assignment]  # declared so
    identity = _identity(params, call.time)
    role = role_of_arn(params.role_arn)
    if role is None:
        raise AccessDeniedException(
            f"Not authorized to perform {call.operation.action}"
        )
    tags = identity.tags
    return _Bound(
        role=role,
        name=params.role_session_name,
        scope=scope_of(
            role.account_id,
            params.policy,
            params.policy_arns,
            tags=tags,
            transitive=identity.transitive_tags,
        ),
        requested_tags=tags,
        source_identity=identity.source_identity,
        web_facts=identity.facts(),
        identity=identity,
    )


def _run(call: Call, bound: _Bound) -> Result:
    params: Params = call.params  # type: ignore[assignment]  # declared so
    identity = bound.identity
    made = assume(
        bound,
        began=call.time,
        duration=require_duration(call, bound.role, params.duration_seconds),
        provider=identity.provider.arn,
        token_size=params.minimum_session_token_size or 0,
    )
    return Result(
        credentials=shown_credentials(made),
        subject_from_web_identity_token=identity.subject,
        assumed_role_user=assumed_role_user(bound),
        packed_policy_size=packed_size(bound.scope),
        provider=identity.provider.arn,
        audience=identity.audience,
        source_identity=bound.source_identity or None,
        session_token_utilization=token_utilization(made),
        session_token_size=token_size(made),
    )


def _trace(call: Call, bound: _Bound | None, result: Answer | None) -> Trace:
    role = bound.role if bound else None
    return Trace(
        request=event_members(call.params),
        response=event_members(result) if result else None,
        extra_resources=((role.arn, role.account_id),) if role else (),
    )


assume_role_with_web_identity = Operation(
    service="sts",
    name="AssumeRoleWithWebIdentity",
    kind=Kind.READ,
    params=Params,
    result=Result,
    bind=_bind,
    needs=needs_of,
    check=lambda call, bound: None,
    run=_run,
    trace=_trace,
    introduce=_introduce,
    claimed_account=_account_of,
)
