"""What the simulator is given and answers, as the public model of IAM has it."""

from enum import Enum
from typing import Annotated

from msgspec import Meta

from kmsportal.core.shapes import Params, Part, Result, matching
from kmsportal.iam.names import ArnText, PolicyName
from kmsportal.iam.paging import Marker, MaxItems

PolicyText = Annotated[
    str,
    Meta(min_length=1, max_length=131072),
    matching(r"[\u0009\u000A\u000D\u0020-\u00FF]+"),
]
ActionName = Annotated[str, Meta(min_length=3, max_length=128)]
ResourceName = Annotated[str, Meta(min_length=1, max_length=2048)]
ContextKeyName = Annotated[str, Meta(min_length=5, max_length=256)]


class ContextKeyType(Enum):
    """How the values of a context key are to be read."""

    STRING = "string"
    STRING_LIST = "stringList"
    NUMERIC = "numeric"
    NUMERIC_LIST = "numericList"
    BOOLEAN = "boolean"
    BOOLEAN_LIST = "booleanList"
    IP = "ip"
    IP_LIST = "ipList"
    BINARY = "binary"
    BINARY_LIST = "binaryList"
    DATE = "date"
    DATE_LIST = "dateList"


class ContextEntry(Part, frozen=True, kw_only=True):
    """The values of one context key."""

    context_key_name: ContextKeyName | None = None
    context_key_values: list[str] | None = None
    context_key_type: ContextKeyType | None = None


class OrganizationLevel(Part, frozen=True, kw_only=True):
    """The service control policies of the root, of a unit or of the account."""

    service_control_policy_input_list: list[PolicyText] | None = None


class Simulation(Params, frozen=True, kw_only=True):
    """The parameters that both operations have."""

    permissions_boundary_policy_input_list: list[PolicyText] | None = None
    action_names: list[ActionName]
    resource_arns: list[ResourceName] | None = None
    resource_policy: PolicyText | None = None
    resource_owner: ResourceName | None = None
    caller_arn: ResourceName | None = None
    context_entries: list[ContextEntry] | None = None
    resource_handling_option: (
        Annotated[str, Meta(min_length=1, max_length=64)] | None
    ) = None
    max_items: MaxItems | None = None
    marker: Marker | None = None


class Position(Part, frozen=True, kw_only=True):
    """A place in a policy's text."""

    line: int
    column: int


class Statement(Part, frozen=True, kw_only=True):
    """A statement that had a part in a decision."""

    source_policy_id: str
    source_policy_type: str
    start_position: Position
    end_position: Position


class OrganizationsDecisionDetail(Part, frozen=True, kw_only=True):
    """Whether the service control policies let the call through."""

    allowed_by_organizations: bool


class PermissionsBoundaryDecisionDetail(Part, frozen=True, kw_only=True):
    """Whether the permissions boundary lets the call through."""

    allowed_by_permissions_boundary: bool


class ResourceSpecificResult(Part, frozen=True, kw_only=True):
    """What becomes of one action on one resource."""

    eval_resource_name: str
    eval_resource_decision: str
    matched_statements: list[Statement]
    missing_context_values: list[str]
    eval_decision_details: dict[str, str] | None = None
    permissions_boundary_decision_detail: PermissionsBoundaryDecisionDetail | None = (
        None
    )


class EvaluationResult(Part, frozen=True, kw_only=True):
    """What becomes of one action on all the resources given."""

    eval_action_name: str
    eval_resource_name: str
    eval_decision: str
    matched_statements: list[Statement]
    missing_context_values: list[str]
    organizations_decision_detail: OrganizationsDecisionDetail | None = None
    permissions_boundary_decision_detail: PermissionsBoundaryDecisionDetail | None = (
        None
    )
    eval_decision_details: dict[str, str] | None = None
    resource_specific_results: list[ResourceSpecificResult] | None = None


class SimulationResult(Result, frozen=True, kw_only=True):
    """What both operations answer."""

    evaluation_results: list[EvaluationResult]
    is_truncated: bool
    marker: str | None = None


class PolicyType(Enum):
    """The kinds of policy that can be left out of a simulation."""

    INLINE = "inline"
    AWS_MANAGED = "aws-managed"
    USER_MANAGED = "user-managed"
    BOUNDARY = "permission-boundary"
    SERVICE_CONTROL = "scp"
    RESOURCE_CONTROL = "rcp"


class AttachmentType(Enum):
    """What an inline policy is embedded in."""

    USER = "user"
    GROUP = "group"
    ROLE = "role"


# The documentation admits the wildcards that the model's pattern leaves out.
AttachmentName = Annotated[
    str,
    Meta(min_length=1, max_length=128),
    matching(r"[\w+=,.@*?-]+", as_aws=r"[\w+=,.@-]+"),
]


class InlinePolicyIdentifier(Part, frozen=True, kw_only=True):
    """An inline policy by its name and what it is embedded in."""

    policy_name: PolicyName
    attachment_type: AttachmentType
    attachment_name: AttachmentName


class PolicyIdentifier(Part, frozen=True, kw_only=True):
    """Policies to leave out, named in one of three ways."""

    policy_type: PolicyType | None = None
    policy_arn: ArnText | None = None
    inline_policy_identifier: InlinePolicyIdentifier | None = None
