"""OCSF: API Activity, class 6003 of version 1.3.0 (schema.ocsf.io)."""

import ipaddress
from typing import Any

import msgspec

from audit.outputs.formats.cef import product_version
from audit.outputs.moments import milliseconds
from audit.outputs.reading import Identity, ReadRecord, read_record

VERSION = "1.3.0"
CLASS = 6003
_CATEGORY = 6
_CREATE, _READ, _UPDATE, _DELETE, _OTHER = 1, 2, 3, 4, 99
_NAMES = {
    _CREATE: "Create",
    _READ: "Read",
    _UPDATE: "Update",
    _DELETE: "Delete",
    _OTHER: "Other",
}
_VERBS = {
    "Create": _CREATE,
    "Import": _CREATE,
    "Replicate": _CREATE,
    "Add": _CREATE,
    "Delete": _DELETE,
    "Remove": _DELETE,
    "Revoke": _DELETE,
    "Retire": _DELETE,
    "Untag": _DELETE,
    "Cancel": _UPDATE,
    "Change": _UPDATE,
    "Disable": _UPDATE,
    "Enable": _UPDATE,
    "Put": _UPDATE,
    "Rotate": _UPDATE,
    "Schedule": _UPDATE,
    "Start": _UPDATE,
    "Stop": _UPDATE,
    "Tag": _UPDATE,
    "Update": _UPDATE,
}
_USER_TYPES = {
    "IAMUser": (1, "User"),
    "Root": (2, "Admin"),
    "AWSService": (3, "System"),
}


def ocsf_line(record: str) -> str:
    """Spell a CloudTrail record as one API Activity, in JSON."""
    return msgspec.json.encode(ocsf_event(record)).decode()


def ocsf_event(record: str) -> dict[str, Any]:
    """Return the API Activity of a CloudTrail record."""
    read = read_record(record)
    activity = _activity(read)
    return {
        "activity_id": activity,
        "activity_name": _NAMES[activity],
        "category_name": "Application Activity",
        "category_uid": _CATEGORY,
        "class_name": "API Activity",
        "class_uid": CLASS,
        "type_name": f"API Activity: {_NAMES[activity]}",
        "type_uid": CLASS * 100 + activity,
        "time": milliseconds(read.event_time),
        **_outcome(read),
        "metadata": _metadata(read),
        "cloud": {
            "provider": "KMS Portal",
            "region": read.aws_region,
            "account": {"uid": read.recipient_account_id},
        },
        "actor": _actor(read.user_identity),
        "api": _api(read),
        "src_endpoint": _source(read.source_ip),
        "resources": [
            {
                "uid": one.arn,
                "type": one.type,
                "owner": {"account": {"uid": one.account_id}},
            }
            for one in read.resources
        ],
        **(
            {"http_request": {"user_agent": read.user_agent}} if read.user_agent else {}
        ),
        "unmapped": _unmapped(read),
    }


def _activity(read: ReadRecord) -> int:
    for verb, activity in _VERBS.items():
        if read.event_name.startswith(verb):
            return activity
    return _READ if read.read_only else _OTHER


def _outcome(read: ReadRecord) -> dict[str, Any]:
    if not read.error_code:
        return {
            "severity": "Informational",
            "severity_id": 1,
            "status": "Success",
            "status_id": 1,
        }
    return {
        "severity": "Low",
        "severity_id": 2,
        "status": "Failure",
        "status_id": 2,
        "status_code": read.error_code,
        "status_detail": read.error_message,
    }


def _metadata(read: ReadRecord) -> dict[str, Any]:
    return {
        "uid": read.event_id,
        "version": VERSION,
        "event_code": read.event_type,
        "log_name": read.event_category,
        "profiles": ["cloud"],
        "product": {
            "name": "KMS Portal",
            "vendor_name": "KMS Portal",
            "version": product_version(),
        },
    }


def _actor(identity: Identity) -> dict[str, Any]:
    type_id, type_name = _USER_TYPES.get(identity.type, (99, identity.type or "Other"))
    user = {
        "type": type_name,
        "type_id": type_id,
        "uid": identity.principal_id,
        "uid_alt": identity.arn,
        "name": identity.user_name,
        "credential_uid": identity.access_key_id,
    }
    shown: dict[str, Any] = {name: value for name, value in user.items() if value}
    if identity.account_id:
        shown["account"] = {"uid": identity.account_id}
    actor: dict[str, Any] = {"user": shown}
    if identity.invoked_by:
        actor["invoked_by"] = identity.invoked_by
    return actor


def _api(read: ReadRecord) -> dict[str, Any]:
    api: dict[str, Any] = {
        "operation": read.event_name,
        "service": {"name": read.event_source},
    }
    if read.request_id:
        api["request"] = {"uid": read.request_id}
    if read.error_code:
        api["response"] = {
            "error": read.error_code,
            "error_message": read.error_message,
        }
    return api


def _source(text: str) -> dict[str, str]:
    try:
        return {"ip": str(ipaddress.ip_address(text))}
    except ValueError:
        return {"svc_name": text or "unknown"}


def _unmapped(read: ReadRecord) -> dict[str, Any]:
    members = {
        "requestParameters": read.request_parameters,
        "responseElements": read.response_elements,
        "additionalEventData": read.additional_event_data,
    }
    return {name: value for name, value in members.items() if value}
