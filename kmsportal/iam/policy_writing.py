"""What a policy of IAM must meet before it is kept.

Sizes count no white space (IAM User Guide, "IAM and AWS STS quotas").
"""

from kmsportal.core.errors import (
    LimitExceededException,
    MalformedPolicyDocumentException,
)
from kmsportal.iam import quotas
from kmsportal.iam.engine import (
    PolicyError,
    PolicyLayer,
    PolicySource,
    check_identity_policy,
)


def check_inline_policy(text: str, name: str) -> None:
    """Refuse a text that cannot be an identity policy.

    MalformedPolicyDocumentException; its size counts with its neighbours', so it is
    for ``inline_policies`` to find.
    """
    try:
        check_identity_policy(text, PolicySource(PolicyLayer.IDENTITY, name))
    except PolicyError as error:
        raise MalformedPolicyDocumentException(str(error)) from None


def check_managed_policy(text: str, name: str) -> None:
    """Refuse a text that cannot be a version of a managed policy.

    LimitExceededException beyond 6,144 characters, else
    MalformedPolicyDocumentException.
    """
    require_size(text, "PolicySize", most=quotas.MANAGED_POLICY_CHARACTERS)
    check_inline_policy(text, name)


def size_of(text: str) -> int:
    """Count the characters that quotas count."""
    return len("".join(text.split()))


def require_size(text: str, quota: str, *, most: int) -> None:
    """Refuse a longer text; LimitExceededException names ``quota`` as AWS does."""
    if size_of(text) > most:
        raise LimitExceededException(f"Cannot exceed quota for {quota}: {most}")
