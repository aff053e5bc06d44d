"""The managed policies that every account finds there, as if they were AWS's rows."""

import base64
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from kmsportal.iam.managed_policies import AWS_MANAGED_POLICIES, DESCRIPTIONS

_PREFIX = "arn:aws:iam::aws:policy"
_MADE_AT = datetime(2026, 11, 24, tzinfo=UTC)


class AwsPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """One managed policy of AWS or the portal; it has the members of a row."""

    unique_id: str
    arn: str
    name: str
    path: str
    description: str
    document: str
    created_at: datetime = _MADE_AT
    updated_at: datetime = _MADE_AT
    default_version: int = 1
    tags: Mapping[str, str] = {}


def _policy(arn: str, document: str) -> AwsPolicy:
    path, _, name = arn.removeprefix(_PREFIX).rpartition("/")
    # The same id in every installation, as AWS's policies have.
    digest = hashlib.sha256(arn.encode()).digest()[:10]
    return AwsPolicy(
        unique_id=f"ANPA{base64.b32encode(digest).decode()}",
        arn=arn,
        name=name,
        path=f"{path}/",
        description=DESCRIPTIONS[arn],
        document=document,
    )


AWS_POLICIES: Mapping[str, AwsPolicy] = {
    arn: _policy(arn, document) for arn, document in AWS_MANAGED_POLICIES.items()
}
"""By ARN."""
