"""Members that the operations of Cost Explorer share.

AWS Cost Explorer Service API Reference: Expression, DateInterval, GroupDefinition.
"""

from enum import Enum
from typing import Annotated

from msgspec import Meta

from kmsportal.core.shapes import Part, matching

Text = Annotated[str, Meta(max_length=1024)]
Page = Annotated[str, Meta(max_length=8192)]
BillingView = Annotated[
    str,
    Meta(min_length=20, max_length=2048),
    matching(
        r"^arn:aws[a-z-]*:(billing)::[0-9]{12}:billingview/[-a-zA-Z0-9/:_+=.@]{1,43}$",
        as_aws=(
            r"^arn:aws[a-z-]*:(billing)::[0-9]{12}:billingview/"
            r"[-a-zA-Z0-9/:_+=.-@]{1,43}$"
        ),
    ),
]
Moment = Annotated[
    str,
    Meta(max_length=40),
    matching(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?"),
]


class Granularity(Enum):
    """How finely results are told apart by time."""

    DAILY = "DAILY"
    MONTHLY = "MONTHLY"
    HOURLY = "HOURLY"


class GroupType(Enum):
    """What kind of name a group's key is."""

    DIMENSION = "DIMENSION"
    TAG = "TAG"
    COST_CATEGORY = "COST_CATEGORY"
    PRODUCT_ATTRIBUTE = "PRODUCT_ATTRIBUTE"


class MatchOption(Enum):
    """How values are compared."""

    EQUALS = "EQUALS"
    ABSENT = "ABSENT"
    STARTS_WITH = "STARTS_WITH"
    ENDS_WITH = "ENDS_WITH"
    CONTAINS = "CONTAINS"
    CASE_SENSITIVE = "CASE_SENSITIVE"
    CASE_INSENSITIVE = "CASE_INSENSITIVE"
    GREATER_THAN_OR_EQUAL = "GREATER_THAN_OR_EQUAL"


class Dimension(Enum):
    """What costs can be told apart by, at AWS; most have no value for keys."""

    AZ = "AZ"
    INSTANCE_TYPE = "INSTANCE_TYPE"
    LINKED_ACCOUNT = "LINKED_ACCOUNT"
    PAYER_ACCOUNT = "PAYER_ACCOUNT"
    LINKED_ACCOUNT_NAME = "LINKED_ACCOUNT_NAME"
    OPERATION = "OPERATION"
    PURCHASE_TYPE = "PURCHASE_TYPE"
    REGION = "REGION"
    SERVICE = "SERVICE"
    SERVICE_CODE = "SERVICE_CODE"
    USAGE_TYPE = "USAGE_TYPE"
    USAGE_TYPE_GROUP = "USAGE_TYPE_GROUP"
    RECORD_TYPE = "RECORD_TYPE"
    OPERATING_SYSTEM = "OPERATING_SYSTEM"
    TENANCY = "TENANCY"
    SCOPE = "SCOPE"
    PLATFORM = "PLATFORM"
    SUBSCRIPTION_ID = "SUBSCRIPTION_ID"
    LEGAL_ENTITY_NAME = "LEGAL_ENTITY_NAME"
    DEPLOYMENT_OPTION = "DEPLOYMENT_OPTION"
    DATABASE_ENGINE = "DATABASE_ENGINE"
    CACHE_ENGINE = "CACHE_ENGINE"
    INSTANCE_TYPE_FAMILY = "INSTANCE_TYPE_FAMILY"
    BILLING_ENTITY = "BILLING_ENTITY"
    RESERVATION_ID = "RESERVATION_ID"
    RESOURCE_ID = "RESOURCE_ID"
    RIGHTSIZING_TYPE = "RIGHTSIZING_TYPE"
    SAVINGS_PLANS_TYPE = "SAVINGS_PLANS_TYPE"
    SAVINGS_PLAN_ARN = "SAVINGS_PLAN_ARN"
    PAYMENT_OPTION = "PAYMENT_OPTION"
    AGREEMENT_END_DATE_TIME_AFTER = "AGREEMENT_END_DATE_TIME_AFTER"
    AGREEMENT_END_DATE_TIME_BEFORE = "AGREEMENT_END_DATE_TIME_BEFORE"
    INVOICING_ENTITY = "INVOICING_ENTITY"
    ANOMALY_TOTAL_IMPACT_ABSOLUTE = "ANOMALY_TOTAL_IMPACT_ABSOLUTE"
    ANOMALY_TOTAL_IMPACT_PERCENTAGE = "ANOMALY_TOTAL_IMPACT_PERCENTAGE"
    PRODUCT_ATTRIBUTE = "PRODUCT_ATTRIBUTE"


class DateInterval(Part, frozen=True, kw_only=True):
    """From ``start`` until before ``end``."""

    start: Moment
    end: Moment


class DimensionValues(Part, frozen=True, kw_only=True):
    """A dimension and the values wanted of it."""

    key: Dimension | None = None
    values: list[Text] | None = None
    match_options: list[MatchOption] | None = None


class TagValues(Part, frozen=True, kw_only=True):
    """A tag and the values wanted of it."""

    key: Text | None = None
    values: list[Text] | None = None
    match_options: list[MatchOption] | None = None


class CostCategoryValues(Part, frozen=True, kw_only=True):
    """A cost category and the values wanted of it; there are none here."""

    key: Annotated[str, Meta(min_length=1, max_length=50)] | None = None
    values: list[Text] | None = None
    match_options: list[MatchOption] | None = None


class Expression(Part, frozen=True, kw_only=True):
    """A filter: one of its members is set."""

    or_: "list[Expression] | None" = None
    and_: "list[Expression] | None" = None
    not_: "Expression | None" = None
    dimensions: DimensionValues | None = None
    tags: TagValues | None = None
    cost_categories: CostCategoryValues | None = None


class GroupDefinition(Part, frozen=True, kw_only=True):
    """What results are grouped by."""

    type: GroupType | None = None
    key: Text | None = None


class MetricValue(Part, frozen=True, kw_only=True):
    """An exact decimal, and what it counts."""

    amount: str
    unit: str


class SortDefinition(Part, frozen=True, kw_only=True):
    """By which metric values are listed; here they are listed by name."""

    key: Text
    sort_order: str | None = None
