"""What a policy of IAM must meet before it is kept, and how trust policies are kept.

Sizes count no white space (IAM User Guide, "IAM and AWS STS quotas").
"""

from kmsportal.core.errors import (
    LimitExceededException,
    MalformedPolicyDocumentException,
)
from kmsportal.iam import quotas
from kmsportal.iam.directory import find_arns, find_missing, find_unique_ids
from kmsportal.iam.engine import (
    NamedPrincipal,
    PolicyError,
    PolicyLayer,
    PolicySource,
    check_identity_policy,
    check_trust_policy,
    compile_trust_policy,
    translate_principals,
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
    _require_size(text, "PolicySize", most=quotas.MANAGED_POLICY_CHARACTERS)
    check_inline_policy(text, name)


def write_trust_policy(text: str) -> str:
    """Return a trust policy as it is kept: users and roles by their unique ids.

    LimitExceededException beyond 2,048 characters, MalformedPolicyDocumentException for
    what is no trust policy or names users, roles or accounts that are not there.
    """
    _require_size(text, "ACLSizePerRole", most=quotas.TRUST_POLICY_CHARACTERS)
    try:
        named = check_trust_policy(text).principals()
    except PolicyError as error:
        raise MalformedPolicyDocumentException(str(error)) from None
    for missing in find_missing(_known_here(named)):
        raise MalformedPolicyDocumentException(
            f'Invalid principal in policy: "{missing.type}":"{missing.value}"'
        )
    return translate_principals(text, find_unique_ids(_known_here(named)).get)


def show_trust_policy(text: str) -> str:
    """Return a kept trust policy as it is read: by ARN whoever still exists."""
    named = compile_trust_policy(text).principals()
    return translate_principals(text, find_arns(_known_here(named)).get)


def size_of(text: str) -> int:
    """Count the characters that quotas count."""
    return len("".join(text.split()))


def _known_here(named: tuple[NamedPrincipal, ...]) -> list[NamedPrincipal]:
    """Leave out identity providers: AWS lets a role trust one that is yet to come."""
    return [principal for principal in named if principal.type == "AWS"]


def _require_size(text: str, quota: str, *, most: int) -> None:
    if size_of(text) > most:
        raise LimitExceededException(f"Cannot exceed quota for {quota}: {most}")
