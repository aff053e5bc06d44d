"""The structures that calls of STS share, bounded as the public model has them."""

from typing import Annotated

import msgspec
from msgspec import Meta

from kmsportal.core.errors import MalformedPolicyDocumentException, ValidationException
from kmsportal.core.shapes import SECRET, Part, Timestamp, matching
from kmsportal.iam.engine import (
    PolicyError,
    PolicyLayer,
    PolicySource,
    check_identity_policy,
)
from kmsportal.iam.identity_policies import find_documents
from kmsportal.iam.session_tokens import LONGEST_TOKEN, SessionScope
from kmsportal.iam.sessions import Credentials as Made
from kmsportal.iam.tags import Tag, TagKey

_MOST_POLICY_ARNS = 10
_MOST_POLICY_CHARACTERS = 2048
_SOURCE = PolicySource(PolicyLayer.SESSION, "session")
_ARN_CHARACTERS = (
    r"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD"
    r"\U00010000-\U0010FFFF]+"
)

Arn = Annotated[
    str,
    Meta(min_length=20, max_length=2048),
    matching(
        _ARN_CHARACTERS,
        as_aws=r"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD"
        r"\u10000-\u10FFFF]+",
    ),
]
_WORD = r"0-9A-Za-z_"
RoleSessionName = Annotated[
    str,
    Meta(min_length=2, max_length=64),
    matching(rf"[{_WORD}+=,.@-]*", as_aws=r"[\w+=,.@-]*"),
]
SourceIdentity = RoleSessionName
PolicyText = Annotated[
    str,
    Meta(min_length=1),
    matching(r"[\u0009\u000A\u000D\u0020-\u00FF]+"),
]
ShortPolicyText = Annotated[
    str,
    Meta(min_length=1, max_length=2048),
    matching(r"[\u0009\u000A\u000D\u0020-\u00FF]+"),
]
SerialNumber = Annotated[
    str,
    Meta(min_length=9, max_length=256),
    matching(rf"[{_WORD}+=/:,.@-]*", as_aws=r"[\w+=/:,.@-]*"),
]
TokenCode = Annotated[
    str, Meta(min_length=6, max_length=6), matching(r"[0-9]*", as_aws=r"[\d]*")
]
RoleDuration = Annotated[int, Meta(ge=900, le=43200)]
UserDuration = Annotated[int, Meta(ge=900, le=129600)]
TokenSize = Annotated[int, Meta(ge=0, le=LONGEST_TOKEN)]
SessionTags = Annotated[list[Tag], Meta(max_length=50)]
SessionTagKeys = Annotated[list[TagKey], Meta(max_length=50)]


class PolicyDescriptorType(Part, frozen=True, kw_only=True):
    """A managed policy that limits a session."""

    arn: Arn | None = msgspec.field(name="arn", default=None)


class Credentials(Part, frozen=True, kw_only=True):
    """Temporary credentials; an event shows their id and end alone."""

    access_key_id: str
    secret_access_key: Annotated[str, SECRET]
    session_token: Annotated[str, SECRET]
    expiration: Timestamp


class AssumedRoleUser(Part, frozen=True, kw_only=True):
    """The session of a role that has begun."""

    assumed_role_id: str
    arn: str


def shown_credentials(made: Made) -> Credentials:
    """Return new credentials as the API tells them."""
    return Credentials(
        access_key_id=made.access_key_id,
        secret_access_key=made.secret_access_key.reveal(),
        session_token=made.session_token.reveal(),
        expiration=Timestamp(made.expires_at),
    )


def token_utilization(made: Made) -> int:
    """Return how much of the longest token there may be the new one takes, percent."""
    return len(made.session_token.reveal()) * 100 // LONGEST_TOKEN


def token_size(made: Made) -> int:
    return len(made.session_token.reveal())


def scope_of(
    account_id: str,
    policy: str | None,
    arns: list[PolicyDescriptorType] | None,
    *,
    tags: dict[str, str] | None = None,
    transitive: tuple[str, ...] = (),
) -> SessionScope:
    """Return what limits and marks a session of ``account_id``.

    MalformedPolicyDocumentException for what is no policy, ValidationException for
    managed policies that are not, PackedPolicyTooLargeException for too much of all.
    """
    names = tuple(dict.fromkeys(one.arn for one in arns or () if one.arn))
    _require_policies(account_id, names)
    if policy is not None:
        _require_policy(policy)
    scope = SessionScope(
        policy=policy or "",
        policy_arns=names,
        tags=tags or {},
        transitive_tags=transitive,
    )
    scope.packed_percent()
    return scope


def packed_size(scope: SessionScope) -> int | None:
    """Return ``PackedPolicySize``; None where nothing was passed."""
    return None if scope.is_empty else scope.packed_percent()


def tags_by_name(tags: list[Tag] | None) -> dict[str, str]:
    """Return session tags; ValidationException for reserved or repeated names."""
    names = [tag.key.lower() for tag in tags or ()]
    if len(set(names)) < len(names):
        raise ValidationException(
            "Duplicate tag keys found. Please note that Tag keys are case insensitive."
        )
    if any(name.startswith("aws:") for name in names):
        raise ValidationException("Tag keys beginning with aws: are reserved.")
    return {tag.key: tag.value for tag in tags or ()}


def _require_policy(text: str) -> None:
    if len(text) > _MOST_POLICY_CHARACTERS:
        raise ValidationException(
            "1 validation error detected: Value at 'policy' failed to satisfy"
            " constraint: Member must have length less than or equal to"
            f" {_MOST_POLICY_CHARACTERS}"
        )
    try:
        check_identity_policy(text, _SOURCE)
    except PolicyError as error:
        raise MalformedPolicyDocumentException(str(error)) from None


def _require_policies(account_id: str, arns: tuple[str, ...]) -> None:
    if len(arns) > _MOST_POLICY_ARNS:
        raise ValidationException(
            f"A session takes {_MOST_POLICY_ARNS} managed policies at the most."
        )
    found = find_documents(account_id, arns)
    for arn in arns:
        if arn not in found:
            raise ValidationException(
                f"Policy {arn} does not exist or is not attachable."
            )
