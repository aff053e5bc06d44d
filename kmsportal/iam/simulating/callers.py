"""Who is supposed to call in a simulation, and what is known of the call."""

import base64
import binascii
from collections.abc import Iterable, Mapping

from kmsportal.core.arn import Arn
from kmsportal.core.errors import InvalidInputException, ServiceError
from kmsportal.core.operation import ContextValue
from kmsportal.core.principal import Principal, PrincipalKind
from kmsportal.iam.simulating.shapes import ContextEntry
from kmsportal.iam.subjects import find_subject, named_principal

_CALLERS = ("user/", "role/", "group/")


def nobody(account_id: str, arn: str = "") -> Principal:
    """Return a caller of whom no policy's ``Principal`` knows."""
    return Principal(
        kind=PrincipalKind.USER, account_id=account_id, arn=arn, unique_id=arn
    )


def find_caller(account_id: str, arn_text: str) -> Principal:
    """Return the simulated caller; InvalidInputException for what cannot be one.

    Users and roles that are not there can be simulated as well, by their names.
    """
    try:
        arn = Arn.parse(arn_text)
    except ValueError:
        raise InvalidInputException(f"Invalid CallerArn: {arn_text}") from None
    if arn.service != "iam" or not arn.resource.startswith(_CALLERS):
        raise InvalidInputException(
            f"{arn_text} is not the ARN of a user, group or role."
        )
    if arn.resource.startswith("group/"):
        return nobody(arn.account_id, arn_text)
    try:
        return find_subject(account_id, arn_text).principal
    except ServiceError:
        return named_principal(arn)


def read_entries(entries: Iterable[ContextEntry]) -> dict[str, ContextValue]:
    """Return the condition values given, by lower-case name."""
    return {
        entry.context_key_name.lower(): _value(entry)
        for entry in entries
        if entry.context_key_name and entry.context_key_values
    }


def facts_of(principal: Principal) -> Mapping[str, ContextValue]:
    """Return what the simulator knows of the caller without being told."""
    if not principal.arn:
        return {}
    facts: dict[str, ContextValue] = {
        "aws:principalarn": principal.role_arn or principal.arn,
        "aws:principalaccount": principal.account_id,
        "aws:principaltype": principal.kind.value,
        "aws:userid": principal.unique_id,
        "kms:calleraccount": principal.account_id,
    }
    if principal.kind is PrincipalKind.USER and principal.name:
        facts["aws:username"] = principal.name
    for name, value in principal.tags.items():
        facts[f"aws:principaltag/{name.lower()}"] = value
    return facts


def _value(entry: ContextEntry) -> ContextValue:
    values = entry.context_key_values or []
    kind = entry.context_key_type.value if entry.context_key_type else "string"
    if kind == "binary":
        return _binary(values[0])
    return values[0] if len(values) == 1 else tuple(values)


def _binary(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise InvalidInputException(f"{text} is not base64.") from None
