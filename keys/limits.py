"""How much of each thing an account may have, as AWS KMS quotas have it."""

from kmsportal.core.errors import LimitExceededException


def require_room(quota: str, *, limit: int, usage: int) -> None:
    """Refuse one more of what ``quota`` counts when ``usage`` is at ``limit``."""
    if usage >= limit:
        raise LimitExceededException(
            f"{quota} quota for this account in this region is {limit},"
            f" current usage is {usage}."
        )
