"""How an account uses managed policies, its own and AWS's."""

from collections import Counter

import msgspec

from kmsportal.iam.models import IamRole, IamUser, PolicyAttachment


class Uses(msgspec.Struct, frozen=True):
    """How many identities have each managed policy, by its ARN, in either way."""

    attached: Counter[str]
    boundaries: Counter[str]

    def has(self, arn: str) -> bool:
        """Tell whether anyone has the policy attached or as a boundary."""
        return bool(self.attached[arn] or self.boundaries[arn])


def uses_in(account_id: str) -> Uses:
    """Count the uses of every managed policy in the account."""
    attached = PolicyAttachment.objects.filter(account_id=account_id)
    boundaries: Counter[str] = Counter()
    for model in (IamUser, IamRole):
        rows = model.objects.filter(account_id=account_id).exclude(boundary_arn="")
        boundaries.update(rows.values_list("boundary_arn", flat=True))
    return Uses(Counter(attached.values_list("policy_arn", flat=True)), boundaries)
