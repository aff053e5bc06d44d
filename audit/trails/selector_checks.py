"""Event selectors as PutEventSelectors takes them, and what CloudTrail refuses.

CloudTrail API Reference, PutEventSelectors and ``AdvancedFieldSelector``.
"""

from collections.abc import Sequence
from enum import Enum
from typing import Annotated

from msgspec import Meta

from kmsportal.core.errors import InvalidEventSelectorsException
from kmsportal.core.shapes import Part, matching

_MOST_SELECTORS = 5
_MOST_RESOURCES = 250
_MOST_VALUES = 500
_DATA_TYPES = frozenset(
    {"AWS::DynamoDB::Table", "AWS::Lambda::Function", "AWS::S3::Object"}
)
_EXCLUDABLE = frozenset({"kms.amazonaws.com", "rdsdata.amazonaws.com"})
_FIELDS = frozenset(
    {
        "eventCategory",
        "eventName",
        "eventSource",
        "eventType",
        "readOnly",
        "resources.ARN",
        "resources.type",
        "sessionCredentialFromConsole",
        "userIdentity.arn",
    }
)
_EQUALS_ONLY = frozenset({"eventCategory", "readOnly", "resources.type"})
_CATEGORIES = frozenset({"Management", "Data", "NetworkActivity"})

Operator = Annotated[
    list[Annotated[str, Meta(min_length=1, max_length=2048), matching(".+")]],
    Meta(min_length=1),
]


class ReadWriteType(Enum):
    READ_ONLY = "ReadOnly"
    WRITE_ONLY = "WriteOnly"
    ALL = "All"


class DataResource(Part, frozen=True, kw_only=True):
    type: str | None = None
    values: list[str] | None = None


class EventSelector(Part, frozen=True, kw_only=True):
    read_write_type: ReadWriteType | None = None
    include_management_events: bool | None = None
    data_resources: list[DataResource] | None = None
    exclude_management_event_sources: list[str] | None = None


class AdvancedFieldSelector(Part, frozen=True, kw_only=True):
    field: Annotated[
        str, Meta(min_length=1, max_length=1000), matching(r"[\w|\d|\.|_]+")
    ]
    equals: Operator | None = None
    starts_with: Operator | None = None
    ends_with: Operator | None = None
    not_equals: Operator | None = None
    not_starts_with: Operator | None = None
    not_ends_with: Operator | None = None

    @property
    def given(self) -> Sequence[list[str]]:
        """The values of each operator that is set."""
        operators = (
            self.equals,
            self.starts_with,
            self.ends_with,
            self.not_equals,
            self.not_starts_with,
            self.not_ends_with,
        )
        return [values for values in operators if values]


class AdvancedEventSelector(Part, frozen=True, kw_only=True):
    name: Annotated[str, Meta(max_length=1000), matching(".*")] | None = None
    field_selectors: Annotated[list[AdvancedFieldSelector], Meta(min_length=1)]


def check_selectors(selectors: Sequence[EventSelector]) -> None:
    """Refuse basic selectors that do not go together."""
    if not 1 <= len(selectors) <= _MOST_SELECTORS:
        _refuse(f"A trail has 1 to {_MOST_SELECTORS} event selectors.")
    resources = [r for one in selectors for r in one.data_resources or ()]
    if sum(len(resource.values or ()) for resource in resources) > _MOST_RESOURCES:
        _refuse(f"A trail has {_MOST_RESOURCES} data resources at most.")
    if not {resource.type for resource in resources} <= _DATA_TYPES:
        _refuse(f"The type of a data resource is one of {_listed(_DATA_TYPES)}.")
    for one in selectors:
        if not {*(one.exclude_management_event_sources or ())} <= _EXCLUDABLE:
            _refuse(f"Only {_listed(_EXCLUDABLE)} can be excluded.")
        if one.include_management_events is False and not one.data_resources:
            _refuse("An event selector takes management events or data resources.")


def check_advanced_selectors(selectors: Sequence[AdvancedEventSelector]) -> None:
    """Refuse advanced selectors that do not go together."""
    fields = [field for one in selectors for field in one.field_selectors]
    if sum(len(values) for field in fields for values in field.given) > _MOST_VALUES:
        _refuse(f"A trail has {_MOST_VALUES} values in its selectors at most.")
    if not selectors:
        _refuse("A trail has one advanced event selector at least.")
    for one in selectors:
        _check_category(one)
        names = [field.field for field in one.field_selectors]
        if len(set(names)) < len(names):
            _refuse("An advanced event selector names each field once.")
    for field in fields:
        _check_field(field)


def _check_category(selector: AdvancedEventSelector) -> None:
    categories = [f for f in selector.field_selectors if f.field == "eventCategory"]
    values = categories[0].equals if categories else None
    if values is None or len(values) != 1 or values[0] not in _CATEGORIES:
        _refuse(
            "An advanced event selector says by eventCategory with Equals whether it is"
            " for Management, Data or NetworkActivity."
        )


def _check_field(field: AdvancedFieldSelector) -> None:
    if field.field not in _FIELDS:
        _refuse(f"Events cannot be selected by {field.field}.")
    if not field.given:
        _refuse(f"The selector of {field.field} has no operator.")
    if field.field in _EQUALS_ONLY and (field.equals is None or len(field.given) > 1):
        _refuse(f"{field.field} can be selected by Equals only.")


def _refuse(sentence: str) -> None:
    raise InvalidEventSelectorsException(sentence)


def _listed(values: frozenset[str]) -> str:
    return ", ".join(sorted(values))
