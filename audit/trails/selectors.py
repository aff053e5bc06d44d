"""Which events a trail delivers: its basic or advanced event selectors, and its scope.

CloudTrail API Reference, ``EventSelector`` and ``AdvancedFieldSelector``: an event is
delivered if one selector takes it, and a selector takes it if every field agrees.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from django.conf import settings

from audit.models import Trail
from audit.trails.logging import regions_of

_GLOBAL_SOURCES = frozenset({"iam.amazonaws.com", "sts.amazonaws.com"})
DEFAULT_SELECTOR: Mapping[str, Any] = {
    "ReadWriteType": "All",
    "IncludeManagementEvents": True,
    "DataResources": [],
    "ExcludeManagementEventSources": [],
}


class _Identity(msgspec.Struct):
    arn: str = ""


class Subject(msgspec.Struct, rename="camel"):
    """What selectors ask of a record."""

    event_source: str
    event_name: str
    aws_region: str
    read_only: bool
    event_type: str
    event_category: str
    event_id: str = msgspec.field(name="eventID")
    user_identity: _Identity = msgspec.field(default_factory=_Identity)
    session_credential_from_console: str = "false"


read_subject = msgspec.json.Decoder(Subject).decode


def is_wanted(trail: Trail, subject: Subject) -> bool:
    """Whether the trail delivers such an event."""
    if subject.aws_region not in regions_of(trail):
        return False
    if subject.event_source in _GLOBAL_SOURCES and not _takes_global_events(trail):
        return False
    if trail.advanced_event_selectors is not None:
        advanced = trail.advanced_event_selectors
        return any(_agrees(selector, subject) for selector in advanced)
    selectors = trail.event_selectors or [DEFAULT_SELECTOR]
    return any(_takes(selector, subject) for selector in selectors)


def _takes_global_events(trail: Trail) -> bool:
    """Tell whether events of global services come to this trail.

    "Setting this value to true only delivers global service events to the trail if the
    trail is multi-Region or if the trail's home Region is the partition leader Region"
    (API reference, CreateTrail); the first configured Region stands for the leader.
    """
    is_placed = (
        trail.is_multi_region or trail.home_region == settings.KMSPORTAL_REGIONS[0]
    )
    return trail.includes_global_events and is_placed


def _takes(selector: Mapping[str, Any], subject: Subject) -> bool:
    is_management = subject.event_category == "Management"
    if not (is_management and selector.get("IncludeManagementEvents", True)):
        return False
    if subject.event_source in selector.get("ExcludeManagementEventSources", ()):
        return False
    kind: str = selector.get("ReadWriteType", "All")
    return kind == "All" or (kind == "ReadOnly") == subject.read_only


def _agrees(selector: Mapping[str, Any], subject: Subject) -> bool:
    fields: Sequence[Mapping[str, Any]] = selector["FieldSelectors"]
    return all(_matches(field, _value(subject, field["Field"])) for field in fields)


def _value(subject: Subject, field: str) -> str:
    found = {
        "eventCategory": subject.event_category,
        "eventName": subject.event_name,
        "eventSource": subject.event_source,
        "eventType": subject.event_type,
        "readOnly": "true" if subject.read_only else "false",
        "sessionCredentialFromConsole": subject.session_credential_from_console,
        "userIdentity.arn": subject.user_identity.arn,
    }
    return found.get(field, "")


def _matches(field: Mapping[str, Any], value: str) -> bool:
    """Tell whether every operator of ``field`` holds.

    Of its values one must fit, or, for the operators that begin with Not, none.
    """
    for operator, fits in _OPERATORS.items():
        values = field.get(operator)
        if values and not any(fits(value, given) for given in values):
            return False
        excluded = field.get(f"Not{operator}")
        if excluded and any(fits(value, given) for given in excluded):
            return False
    return True


_OPERATORS: Mapping[str, Callable[[str, str], bool]] = {
    "Equals": lambda value, given: value == given,
    "StartsWith": lambda value, given: value.startswith(given),
    "EndsWith": lambda value, given: value.endswith(given),
}
