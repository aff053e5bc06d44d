"""AssumeRole: credentials of a role's session, for whom the role trusts.

The role may be another account's; then the caller's own policies must allow it too.
"""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from kmsportal.core.call import Call
from kmsportal.core.errors import AccessDeniedException, ValidationException
from kmsportal.core.members import event_members
from kmsportal.core.operation import Kind, Operation
from kmsportal.core.principal import PrincipalKind
from kmsportal.core.record import Trace
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Part, matching
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.assuming import (
    Assumption,
    assume,
    assumed_role_user,
    find_role,
    needs_of,
    require_duration,
)
from kmsportal.iam.mfa_codes import prove_device
from kmsportal.iam.session_callers import overlaid
from kmsportal.iam.session_tokens import SessionScope
from kmsportal.iam.sts_shapes import (
    Arn,
    AssumedRoleUser,
    Credentials,
    PolicyDescriptorType,
    PolicyText,
    RoleDuration,
    RoleSessionName,
    SerialNumber,
    SessionTagKeys,
    SessionTags,
    SourceIdentity,
    TokenCode,
    TokenSize,
    packed_size,
    scope_of,
    shown_credentials,
    tags_by_name,
    token_size,
    token_utilization,
)


class ProvidedContext(Part, frozen=True, kw_only=True):
    """What another identity provider would vouch for; there is none such here."""

    provider_arn: Arn | None = None
    context_assertion: Annotated[str, Meta(min_length=4, max_length=2048)] | None = None


class Params(Shape, frozen=True, kw_only=True):
    role_arn: Arn
    role_session_name: RoleSessionName
    policy_arns: list[PolicyDescriptorType] | None = None
    policy: PolicyText | None = None
    duration_seconds: RoleDuration | None = None
    tags: SessionTags | None = None
    transitive_tag_keys: SessionTagKeys | None = None
    external_id: (
        Annotated[
            str,
            Meta(min_length=2, max_length=1224),
            matching(r"[0-9A-Za-z_+=,.@:\/-]*", as_aws=r"[\w+=,.@:\/-]*"),
        ]
        | None
    ) = None
    serial_number: SerialNumber | None = None
    token_code: TokenCode | None = None
    source_identity: SourceIdentity | None = None
    provided_contexts: (
        Annotated[list[ProvidedContext], Meta(min_length=1, max_length=5)] | None
    ) = None
    minimum_session_token_size: TokenSize | None = None


class Result(Answer, frozen=True, kw_only=True):
    credentials: Credentials
    assumed_role_user: AssumedRoleUser
    packed_policy_size: int | None = None
    source_identity: str | None = None
    session_token_utilization: int
    session_token_size: int


def _bind(call: Call) -> Assumption:
    params: Params = call.params  # type: ignore[assignment]  # declared so
    role = find_role(call, params.role_arn)
    requested = tags_by_name(params.tags)
    return Assumption(
        role=role,
        name=params.role_session_name,
        scope=_scope(call, params, role.account_id, requested),
        requested_tags=requested,
        source_identity=_source_identity(call, params),
        external_id=params.external_id or "",
        mfa_at=_mfa_at(call, params),
    )


def _mfa_at(call: Call, params: Params) -> datetime | None:
    """Return when the caller showed a code: now, or for her own session."""
    session = call.caller.session
    shown = prove_device(call, params.serial_number, params.token_code)
    return shown or (session.mfa_at if session else None)


def _scope(
    call: Call, params: Params, account_id: str, requested: dict[str, str]
) -> SessionScope:
    """Add the tags that the caller's session hands on; they cannot be replaced."""
    session = call.caller.session
    inherited = dict(session.transitive_tags) if session else {}
    taken = {name.lower() for name in inherited}
    for name in requested:
        if name.lower() in taken:
            raise ValidationException(
                f"The tag {name} is transitive in the session of the caller and cannot"
                " be overridden."
            )
    passed = {name.lower() for name in requested}
    for name in params.transitive_tag_keys or ():
        if name.lower() not in passed:
            raise ValidationException(
                f"The specified transitive tag key {name} must be included in the"
                " requested tags."
            )
    return scope_of(
        account_id,
        params.policy,
        params.policy_arns,
        tags=overlaid(requested, inherited),
        transitive=(*inherited, *(params.transitive_tag_keys or ())),
    )


def _source_identity(call: Call, params: Params) -> str:
    """Return the source identity: once set, it stays through all further sessions."""
    session = call.caller.session
    kept = session.source_identity if session else ""
    wanted = params.source_identity or kept
    if kept and wanted != kept:
        raise AccessDeniedException(
            f"User: {call.caller.principal.arn} is not authorized to perform:"
            f" sts:SetSourceIdentity on resource: {params.role_arn}"
        )
    return wanted


def _check(call: Call, assumption: Assumption) -> None:
    params: Params = call.params  # type: ignore[assignment]  # declared so
    if call.caller.principal.kind is PrincipalKind.ROOT:
        raise AccessDeniedException("Roles may not be assumed by root accounts.")
    if params.provided_contexts is not None:
        raise ValidationException(
            "ProvidedContexts are not supported: there is no provider of contexts here."
        )


def _run(call: Call, assumption: Assumption) -> Result:
    params: Params = call.params  # type: ignore[assignment]  # declared so
    made = assume(
        assumption,
        began=call.time,
        duration=require_duration(call, assumption.role, params.duration_seconds),
        token_size=params.minimum_session_token_size or 0,
    )
    return Result(
        credentials=shown_credentials(made),
        assumed_role_user=assumed_role_user(assumption),
        packed_policy_size=packed_size(assumption.scope),
        source_identity=assumption.source_identity or None,
        session_token_utilization=token_utilization(made),
        session_token_size=token_size(made),
    )


def _trace(call: Call, assumption: Assumption | None, result: Answer | None) -> Trace:
    role = assumption.role if assumption else None
    return Trace(
        request=event_members(call.params),
        response=event_members(result) if result else None,
        extra_resources=((role.arn, role.account_id),) if role else (),
    )


assume_role = Operation(
    service="sts",
    name="AssumeRole",
    kind=Kind.READ,
    params=Params,
    result=Result,
    bind=_bind,
    needs=needs_of,
    check=_check,
    run=_run,
    trace=_trace,
)
