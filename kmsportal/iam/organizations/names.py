"""Ids and ARNs of organisations and what belongs to them.

AWS Organizations API reference, "Organization", "Root", "OrganizationalUnit": patterns.
"""

import secrets

from kmsportal.tenancy.models import Organisation, OrganisationalUnit

_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
_ROOT_LENGTH = 8
_UNIT_LENGTH = 8
_POLICY_LENGTH = 10


def organization_id(organisation: Organisation) -> str:
    return f"o-{organisation.id.hex}"


def root_id(organisation: Organisation) -> str:
    return f"r-{organisation.id.hex[:_ROOT_LENGTH]}"


def unit_id(organisation: Organisation, unit: OrganisationalUnit) -> str:
    """Return ``ou-<root>-<code>``; its middle tells which root it stands under."""
    return f"ou-{organisation.id.hex[:_ROOT_LENGTH]}-{unit.code}"


def code_of(organisation: Organisation, named: str) -> str:
    """Return the code in a unit's id; empty where the id is of another root."""
    prefix = f"ou-{organisation.id.hex[:_ROOT_LENGTH]}-"
    return named.removeprefix(prefix) if named.startswith(prefix) else ""


def new_unit_code() -> str:
    return _random(_UNIT_LENGTH)


def new_policy_id() -> str:
    return f"p-{_random(_POLICY_LENGTH)}"


def new_creation_id() -> str:
    return f"car-{_random(32)}"


def organization_arn(organisation: Organisation) -> str:
    return _arn(organisation, "organization", organization_id(organisation))


def entity_arn(organisation: Organisation, named: str) -> str:
    """Return the ARN of the root, a unit or an account, which its id tells apart."""
    noun = {"r": "root", "ou": "ou"}.get(named.partition("-")[0], "account")
    return _arn(organisation, noun, f"{organization_id(organisation)}/{named}")


def policy_arn(organisation: Organisation, policy_type: str, policy_id: str) -> str:
    rest = f"{organization_id(organisation)}/{policy_type.lower()}/{policy_id}"
    return _arn(organisation, "policy", rest)


def _arn(organisation: Organisation, noun: str, rest: str) -> str:
    account_id = organisation.management_account_id
    return f"arn:aws:organizations::{account_id}:{noun}/{rest}"


def _random(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))
