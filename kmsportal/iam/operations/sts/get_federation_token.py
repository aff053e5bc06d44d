"""GetFederationToken: credentials that the calling user hands to somebody else.

They may do what her policies and the session's policies both allow, so nothing where no
session policy is passed, but for resource policies that name the federated user.
"""

from datetime import timedelta
from typing import Annotated

from msgspec import Meta

from kmsportal.core.call import Call
from kmsportal.core.members import event_members
from kmsportal.core.operation import Kind, Need, Operation
from kmsportal.core.record import Trace
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Part, matching
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.facts import entity_facts
from kmsportal.iam.models import IamUser
from kmsportal.iam.session_callers import federated_principal
from kmsportal.iam.session_tokens import SessionType
from kmsportal.iam.sessions import SessionPlan, begin_session
from kmsportal.iam.sts_shapes import (
    Credentials,
    PolicyDescriptorType,
    SessionTags,
    ShortPolicyText,
    TokenSize,
    UserDuration,
    packed_size,
    scope_of,
    shown_credentials,
    tags_by_name,
    token_size,
    token_utilization,
)
from kmsportal.iam.user_sessions import require_user

_DEFAULT_SECONDS = 43200


class Params(Shape, frozen=True, kw_only=True):
    name: Annotated[
        str,
        Meta(min_length=2, max_length=32),
        matching(r"[0-9A-Za-z_+=,.@-]*", as_aws=r"[\w+=,.@-]*"),
    ]
    policy: ShortPolicyText | None = None
    policy_arns: list[PolicyDescriptorType] | None = None
    duration_seconds: UserDuration | None = None
    tags: SessionTags | None = None
    minimum_session_token_size: TokenSize | None = None


class FederatedUser(Part, frozen=True, kw_only=True):
    """The API's structure of that name."""

    federated_user_id: str
    arn: str


class Result(Answer, frozen=True, kw_only=True):
    credentials: Credentials
    federated_user: FederatedUser
    packed_policy_size: int | None = None
    session_token_utilization: int
    session_token_size: int


def _needs(call: Call, user: IamUser) -> tuple[Need, ...]:
    params: Params = call.params  # type: ignore[assignment]  # declared so
    actions = ["sts:GetFederationToken"]
    if params.tags:
        actions.append("sts:TagSession")
    return tuple(
        Need(
            action=action,
            resource=f"arn:aws:sts::{user.account_id}:federated-user/{params.name}",
            account_id=user.account_id,
            facts=lambda: entity_facts(params, None),
        )
        for action in actions
    )


def _run(call: Call, user: IamUser) -> Result:
    params: Params = call.params  # type: ignore[assignment]  # declared so
    tags = tags_by_name(params.tags)
    scope = scope_of(user.account_id, params.policy, params.policy_arns, tags=tags)
    seconds = params.duration_seconds or _DEFAULT_SECONDS
    plan = SessionPlan(
        type=SessionType.FEDERATED,
        account_id=user.account_id,
        holder_id=user.unique_id,
        name=params.name,
        began_at=call.time,
        expires_at=call.time + timedelta(seconds=seconds),
        scope=scope,
        token_size=params.minimum_session_token_size or 0,
    )
    made = begin_session(plan)
    principal = federated_principal(user, params.name, tags)
    return Result(
        credentials=shown_credentials(made),
        federated_user=FederatedUser(
            federated_user_id=principal.unique_id, arn=principal.arn
        ),
        packed_policy_size=packed_size(scope),
        session_token_utilization=token_utilization(made),
        session_token_size=token_size(made),
    )


def _trace(call: Call, user: IamUser | None, result: Answer | None) -> Trace:
    shown = event_members(result) if result else None
    return Trace(request=event_members(call.params), response=shown)


get_federation_token = Operation(
    service="sts",
    name="GetFederationToken",
    kind=Kind.READ,
    params=Params,
    result=Result,
    bind=require_user,
    needs=_needs,
    check=lambda call, user: None,
    run=_run,
    trace=_trace,
)
