"""Trust policies as they are written, kept, shown and weighed.

Kept ones hold unique ids in place of users' and roles' ARNs, as key policies do, so a
namesake of one who is gone is not trusted.
"""

from functools import lru_cache

from kmsportal.core.arn import root_arn
from kmsportal.core.errors import MalformedPolicyDocumentException
from kmsportal.iam import quotas
from kmsportal.iam.directory import find_arns, find_missing, find_unique_ids
from kmsportal.iam.engine import (
    CompiledPolicy,
    PolicyError,
    check_trust_policy,
    compile_trust_policy,
    translate_principals,
)
from kmsportal.iam.engine.principals import account_of
from kmsportal.iam.models import IamRole
from kmsportal.iam.organizations.standing import Levels, standing_of
from kmsportal.iam.policy_writing import require_size

_TRUSTS_NOBODY = '{"Version": "2012-10-17", "Statement": []}'


class TrustGuard:
    """A role as ``core.operation.Guard``: what its trust policy lets in."""

    __slots__ = ("_role",)

    def __init__(self, role: IamRole) -> None:
        """Guard ``role``; one without a trust policy lets nobody in."""
        self._role = role

    @property
    def resource_policy(self) -> CompiledPolicy:
        return _compiled(self._role.trust_policy or _TRUSTS_NOBODY)

    @property
    def grants(self) -> tuple[()]:
        return ()

    @property
    def resource_control(self) -> Levels:
        """The organisation's resource control policies, which bound roles too."""
        return standing_of(self._role.account_id).resource_control


def kept_trust_policy(text: str) -> str:
    """Check a trust policy and return it as it is kept.

    MalformedPolicyDocumentException when it is unfit or names who does not exist,
    LimitExceededException when it is too long; white space does not count.
    """
    require_size(text, "ACLSizePerRole", most=quotas.TRUST_POLICY_CHARACTERS)
    try:
        policy = check_trust_policy(text)
    except PolicyError as error:
        raise MalformedPolicyDocumentException(str(error)) from None
    named = [one for one in policy.principals() if one.type == "AWS"]
    for missing in find_missing(named):
        raise MalformedPolicyDocumentException(
            f'Invalid principal in policy: "AWS":"{missing.value}"'
        )
    ids = find_unique_ids(named)
    return translate_principals(text, ids.get)


def shown_trust_policy(role: IamRole) -> str:
    """Return the trust policy of ``role`` with the ARNs of those who are still there.

    An account named by its bare id is shown by its ARN (IAM User Guide, "Principal").
    """
    text = role.trust_policy or _TRUSTS_NOBODY
    policy = _compiled(text)
    arns = find_arns(policy.principals())
    if not arns and not any(named.value.isdigit() for named in policy.principals()):
        return text
    return translate_principals(
        text, lambda named: arns.get(named) or _account_arn(named)
    )


def _account_arn(named: str) -> str | None:
    account_id = account_of(named)
    return root_arn(account_id) if account_id == named else None


@lru_cache(maxsize=4096)
def _compiled(text: str) -> CompiledPolicy:
    return compile_trust_policy(text)
