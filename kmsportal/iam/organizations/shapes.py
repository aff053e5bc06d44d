"""The structures and bounds that the operations of AWS Organizations share.

From the public service model of AWS Organizations, 2016-11-28.
"""

from enum import Enum
from typing import Annotated

from msgspec import Meta

from kmsportal.core.shapes import SECRET, Part, Timestamp, matching

_ROOT = r"r-[0-9a-z]{4,32}"
_UNIT = r"ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}"

AccountId = Annotated[str, Meta(max_length=12), matching(r"^\d{12}$")]
AccountName = Annotated[
    str, Meta(min_length=1, max_length=50), matching(r"[\u0020-\u007E]+"), SECRET
]
Email = Annotated[
    str,
    Meta(min_length=6, max_length=64),
    matching(r"[^\s@]+@[^\s@]+\.[^\s@]+"),
    SECRET,
]
RootId = Annotated[str, Meta(max_length=34), matching(rf"^{_ROOT}$")]
UnitId = Annotated[str, Meta(max_length=68), matching(rf"^{_UNIT}$")]
ParentId = Annotated[str, Meta(max_length=100), matching(rf"^({_ROOT})|({_UNIT})$")]
ChildId = Annotated[str, Meta(max_length=100), matching(rf"^(\d{{12}})|({_UNIT})$")]
TargetId = Annotated[
    str, Meta(max_length=100), matching(rf"^({_ROOT})|(\d{{12}})|({_UNIT})$")
]
PolicyId = Annotated[str, Meta(max_length=130), matching(r"^p-[0-9a-zA-Z_]{8,128}$")]
UnitName = Annotated[str, Meta(min_length=1, max_length=128)]
PolicyName = Annotated[str, Meta(min_length=1, max_length=128)]
Description = Annotated[str, Meta(max_length=512)]
Content = Annotated[str, Meta(min_length=1)]
NextToken = Annotated[str, Meta(max_length=100_000)]
MaxResults = Annotated[int, Meta(ge=1, le=20)]
CreationId = Annotated[str, Meta(max_length=36), matching(r"^car-[a-z0-9]{8,32}$")]
RoleName = Annotated[str, Meta(max_length=64), matching(r"[\w+=,.@-]{1,64}")]


class AnyPolicyType(Enum):
    """All types of the model; the two control types are the ones in use here."""

    SERVICE_CONTROL_POLICY = "SERVICE_CONTROL_POLICY"
    RESOURCE_CONTROL_POLICY = "RESOURCE_CONTROL_POLICY"
    TAG_POLICY = "TAG_POLICY"
    BACKUP_POLICY = "BACKUP_POLICY"
    AISERVICES_OPT_OUT_POLICY = "AISERVICES_OPT_OUT_POLICY"
    CHATBOT_POLICY = "CHATBOT_POLICY"
    DECLARATIVE_POLICY_EC2 = "DECLARATIVE_POLICY_EC2"
    SECURITYHUB_POLICY = "SECURITYHUB_POLICY"
    SECURITYHUB_CSPM_POLICY = "SECURITYHUB_CSPM_POLICY"
    INSPECTOR_POLICY = "INSPECTOR_POLICY"
    UPGRADE_ROLLOUT_POLICY = "UPGRADE_ROLLOUT_POLICY"
    BEDROCK_POLICY = "BEDROCK_POLICY"
    S3_POLICY = "S3_POLICY"
    NETWORK_SECURITY_DIRECTOR_POLICY = "NETWORK_SECURITY_DIRECTOR_POLICY"
    GUARDDUTY_POLICY = "GUARDDUTY_POLICY"


class ChildType(Enum):
    """What may stand under the root or a unit."""

    ACCOUNT = "ACCOUNT"
    ORGANIZATIONAL_UNIT = "ORGANIZATIONAL_UNIT"


class BillingAccess(Enum):
    """Whether IAM users of a new account may see its costs; taken and not weighed."""

    ALLOW = "ALLOW"
    DENY = "DENY"


class OrganizationTag(Part, frozen=True, kw_only=True):
    """A tag of a unit or policy."""

    key: Annotated[str, Meta(min_length=1, max_length=128)]
    value: Annotated[str, Meta(max_length=256)]


class PolicyTypeEntry(Part, frozen=True, kw_only=True):
    """A type of policy and whether it is enabled."""

    type: str
    status: str


class OrganizationEntry(Part, frozen=True, kw_only=True):
    """What DescribeOrganization tells."""

    id: str
    arn: str
    feature_set: str
    master_account_arn: str
    master_account_id: str
    master_account_email: Annotated[str | None, SECRET] = None
    available_policy_types: tuple[PolicyTypeEntry, ...]


class RootEntry(Part, frozen=True, kw_only=True):
    """The one root of an organisation."""

    id: str
    arn: str
    name: str
    policy_types: tuple[PolicyTypeEntry, ...]


class UnitEntry(Part, frozen=True, kw_only=True):
    """An organisational unit."""

    id: str
    arn: str
    name: str
    path: str


class AccountEntry(Part, frozen=True, kw_only=True):
    """An account of the organisation."""

    id: str
    arn: str
    email: Annotated[str | None, SECRET] = None
    name: Annotated[str, SECRET]
    status: str
    state: str
    paths: tuple[str, ...]
    joined_method: str
    joined_timestamp: Timestamp


class PolicyEntry(Part, frozen=True, kw_only=True):
    """A policy without its content."""

    id: str
    arn: str
    name: str
    description: str
    type: str
    aws_managed: bool


class PolicyDetail(Part, frozen=True, kw_only=True):
    """A policy with its content."""

    policy_summary: PolicyEntry
    content: str


class TargetEntry(Part, frozen=True, kw_only=True):
    """Where a policy is attached."""

    target_id: str
    arn: str
    name: str
    type: str


class MemberEntry(Part, frozen=True, kw_only=True):
    """A parent or a child, by id and type."""

    id: str
    type: str


class AccountStatusEntry(Part, frozen=True, kw_only=True):
    """What became of a request for an account."""

    id: str
    account_name: Annotated[str, SECRET]
    state: str
    requested_timestamp: Timestamp
    completed_timestamp: Timestamp
    account_id: str | None = None
    failure_reason: str | None = None
