"""What to ask any operation with, so that it names things of a chosen tenant.

Members are found by their names in the declarations, so an operation or route that is
new is probed without being listed; a member that seems to name something, and is not
known here, is told.
"""

import base64
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import inspect

from kmsportal.core.kinds import LISTS, bare

Names = Mapping[str, str]
"""What each member is to name."""

# Members that end as names do and name nothing that a tenant has.
PLAIN = {
    "account_name",
    "custom_key_store_name",
    "event_id",
    "event_name",
    "role_session_name",
    "client_id",
    "caller_arn",
    "provider_id",
    "group_id",
    "cloud_watch_logs_log_group_arn",
    "cloud_watch_logs_role_arn",
    "kms_key_id",
    "policy_arns",
    "sns_topic_name",
    "source_arns",
    "session_issuer_arn",
    "max_names",
    "billing_view_arn",
    "action_names",
    "resource_arns",
    "virtual_mfa_device_name",
    "external_id",
    "iam_user_access_to_billing",
    "name",
    "policy_name",
    "principal",
    "rotation_id",
    "xks_proxy_authentication_credential",
    "xks_proxy_vpc_endpoint_service_name",
    "key_material_id",
    "cloud_hsm_cluster_id",
    "grantee_service_principal",
    "new_custom_key_store_name",
    "retiring_service_principal",
    "xks_key_id",
}
_NAMING = ("_id", "_ids", "_arn", "_arns", "_name", "_names", "_principal")
_EXAMPLES: Mapping[str, Any] = {
    "account_name": "another",
    "action": "kms:Decrypt",
    "authentication_code1": "123456",
    "authentication_code2": "654321",
    "month": "2026-10",
    "start": "2026-10-01",
    "end": "2026-11-01",
    "trail_name": "nobodys-trail",
    "principal_arn": "arn:aws:iam::111122223333:user/nobody",
    "email": "another@example.com",
    "create_account_request_id": "car-00000000",
    "content": "{}",
    "limit_amount": "10",
    "policy": "{}",
    "replica_region": "us-west-2",
    "primary_region": "us-west-2",
    "role_name": "AnotherRole",
    "version_id": "v1",
    "assume_role_policy_document": "{}",
    "policy_document": "{}",
    "serial_number": "arn:aws:iam::111122223333:mfa/none",
    "url": "https://issuer.example",
    "web_identity_token": "header.payload.signature",
}


def encoded(content: bytes) -> str:
    """Spell bytes as JSON does."""
    return base64.b64encode(content).decode()


def unknown_names(shape: type[msgspec.Struct], names: Iterable[str]) -> list[str]:
    """Return the members that seem to name something, and have no probe."""
    known = PLAIN.union(names)
    return [
        field.name
        for field in _fields(shape)
        if field.name.endswith(_NAMING) and field.name not in known
    ]


def members_of(
    shape: type[msgspec.Struct], names: Names, *, leaving_out: Iterable[str] = ()
) -> dict[str, Any]:
    """Return JSON-ready members by attribute: all that name, and all required."""
    left_out = set(leaving_out)
    return {
        field.name: names.get(field.name, _EXAMPLES.get(field.name, _value(field.type)))
        for field in _fields(shape)
        if field.name not in left_out and (field.required or field.name in names)
    }


def _fields(shape: type[msgspec.Struct]) -> tuple[inspect.Field, ...]:
    kind = inspect.type_info(shape)
    if not isinstance(kind, inspect.StructType):
        raise TypeError(shape)
    return kind.fields


def _value(kind: inspect.Type) -> Any:
    kind = bare(kind)
    if isinstance(kind, inspect.EnumType):
        return next(iter(kind.cls)).value
    if isinstance(kind, inspect.LiteralType):
        return kind.values[0]
    if isinstance(kind, inspect.StructType):
        return {
            field.encode_name: _EXAMPLES.get(field.name, _value(field.type))
            for field in kind.fields
            if field.required
        }
    if isinstance(kind, LISTS):
        return [_value(kind.item_type)]
    return _scalar(kind)


def _scalar(kind: inspect.Type) -> Any:
    if isinstance(kind, inspect.StrType):
        return "x" * (kind.min_length or 1)
    if isinstance(kind, inspect.BytesType):
        return encoded(b"x" * (kind.min_length or 1))
    if isinstance(kind, inspect.BoolType):
        return False
    if isinstance(kind, inspect.DictType):
        return {}
    return getattr(kind, "ge", None) or 1
