"""OCSF API Activity, held against what schema.ocsf.io publishes of class 6003."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # no stubs

from audit.outputs.formats.ocsf import ocsf_event, ocsf_line
from kmsportal.core.errors import AccessDeniedException
from tests.audit.worlds import event, operation

TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
ACCOUNT = {"type": "object", "required": ["uid"], "properties": {"uid": TEXT}}


def shape(required: str = "", **properties: Any) -> dict[str, Any]:
    """Return a closed object: a member that the class does not have is an error."""
    return {
        "type": "object",
        "required": required.split(),
        "properties": properties,
        "additionalProperties": False,
    }


# Written from the class and its objects as published for 1.3.0 (Apache-2.0).
SCHEMA = shape(
    "activity_id category_uid class_uid type_uid time severity_id metadata actor api"
    " src_endpoint cloud",
    activity_id={"enum": [0, 1, 2, 3, 4, 99]},
    activity_name=TEXT,
    category_uid={"const": 6},
    category_name={"const": "Application Activity"},
    class_uid={"const": 6003},
    class_name={"const": "API Activity"},
    type_uid={"enum": [600300, 600301, 600302, 600303, 600304, 600399]},
    type_name=TEXT,
    time={"type": "integer"},
    severity={"type": "string"},
    severity_id={"enum": [0, 1, 2, 3, 4, 5, 6, 99]},
    status={"type": "string"},
    status_id={"enum": [0, 1, 2, 99]},
    status_code=TEXT,
    status_detail={"type": "string"},
    metadata=shape(
        "product version",
        uid=TEXT,
        version={"const": "1.3.0"},
        event_code=TEXT,
        log_name=TEXT,
        profiles={"type": "array", "items": TEXT},
        product=shape("vendor_name", name=TEXT, vendor_name=TEXT, version=TEXT),
    ),
    cloud=shape("provider", provider=TEXT, region=TEXT, account=ACCOUNT),
    actor=shape(
        user=shape(
            type=TEXT,
            type_id={"enum": [0, 1, 2, 3, 99]},
            uid=TEXT,
            uid_alt=TEXT,
            name=TEXT,
            credential_uid=TEXT,
            account=ACCOUNT,
        ),
        invoked_by=TEXT,
    ),
    api=shape(
        "operation",
        operation=TEXT,
        service=shape(name=TEXT),
        request=shape("uid", uid=TEXT),
        response=shape(error=TEXT, error_message={"type": "string"}),
    ),
    src_endpoint=shape(ip=TEXT, svc_name=TEXT),
    resources={
        "type": "array",
        "items": shape(uid=TEXT, type=TEXT, owner=shape(account=ACCOUNT)),
    },
    http_request=shape(user_agent=TEXT),
    unmapped={"type": "object"},
)


def record(**about: Any) -> str:
    return bytes(event(**about).record).decode()


@pytest.mark.parametrize(
    ("name", "activity"),
    [
        ("CreateKey", 1),
        ("DescribeKey", 2),
        ("PutKeyPolicy", 3),
        ("ScheduleKeyDeletion", 3),
        ("DeleteAlias", 4),
    ],
)
def test_calls_are_api_activities(name: str, activity: int) -> None:
    spelled = json.loads(ocsf_line(record(of=operation(name))))
    Draft202012Validator(SCHEMA).validate(spelled)
    assert spelled["type_uid"] == 600300 + activity


def test_a_refusal_is_a_failure_with_its_code() -> None:
    spelled = ocsf_event(record(error=AccessDeniedException("no")))
    Draft202012Validator(SCHEMA).validate(spelled)
    assert (spelled["status_id"], spelled["status_code"]) == (
        2,
        "AccessDeniedException",
    )


def test_a_service_that_calls_has_no_address() -> None:
    spelled = ocsf_event(record(source_ip="AWS Internal"))
    Draft202012Validator(SCHEMA).validate(spelled)
    assert spelled["src_endpoint"] == {"svc_name": "AWS Internal"}
