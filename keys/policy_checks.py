"""What a key policy must meet before it is put on a key."""

from typing import Annotated

from msgspec import Meta

from keys.lookup import Named
from keys.models import Key
from keys.needs import key_need
from keys.policies import compiled_key_policy
from kmsportal.core.call import Call
from kmsportal.core.errors import (
    AccessDeniedException,
    LimitExceededException,
    MalformedPolicyDocumentException,
    NotFoundException,
)
from kmsportal.core.shapes import matching
from kmsportal.iam.authorization import authorize
from kmsportal.iam.directory import find_arns, find_missing, find_unique_ids
from kmsportal.iam.engine import PolicyError, check_key_policy, translate_principals

Policy = Annotated[
    str,
    Meta(min_length=1, max_length=131072),
    matching(r"[\u0009\u000A\u000D\u0020-\u00FF]+"),
]
PolicyName = Annotated[str, Meta(min_length=1, max_length=128), matching(r"[\w]+")]
DEFAULT_POLICY = "default"

# API reference, PutKeyPolicy; the wire model alone would admit four times as much.
_MAXIMUM_BYTES = 32_768


def check_policy(text: str) -> None:
    """Refuse a text that cannot be a key policy here.

    LimitExceededException beyond 32,768 bytes, MalformedPolicyDocumentException for
    what is no policy or names a principal that does not exist.
    """
    if len(text.encode()) > _MAXIMUM_BYTES:
        raise LimitExceededException(
            f"The key policy is larger than {_MAXIMUM_BYTES} bytes."
        )
    try:
        policy = check_key_policy(text)
    except PolicyError as error:
        raise MalformedPolicyDocumentException(str(error)) from None
    if find_missing(policy.principals()):
        raise MalformedPolicyDocumentException(
            "Policy contains a statement with one or more invalid principals."
        )


def bind_policy(text: str) -> str:
    """Return the policy as it is kept: users and roles by their unique ids.

    Whoever is made again under the name of a deleted user or role is somebody else.
    """
    named = compiled_key_policy(text).principals()
    return translate_principals(text, find_unique_ids(named).get)


def show_policy(text: str) -> str:
    """Return a kept policy as it is read: by ARN whoever still exists."""
    named = compiled_key_policy(text).principals()
    return translate_principals(text, find_arns(named).get)


def refuse_lockout(call: Call, key: Key) -> None:
    """Refuse the policy on ``key`` if it would not let the caller change it again.

    AWS KMS Developer Guide, "Default key policy": the lockout safety check.
    """
    need = key_need(
        call,
        Named(key),
        "kms:PutKeyPolicy",
        facts=lambda: {"kms:policyname": DEFAULT_POLICY},
    )
    try:
        authorize(call, need)
    except AccessDeniedException:
        raise MalformedPolicyDocumentException(
            "The new key policy will not allow you to update the key policy in the"
            " future."
        ) from None


def require_default(name: str | None) -> None:
    """Refuse the name of any policy but the one that every key has."""
    if name is not None and name != DEFAULT_POLICY:
        raise NotFoundException("No such policy exists")
