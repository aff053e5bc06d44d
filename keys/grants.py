"""Grants as the API has them: their members, and finding and managing them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Annotated

from msgspec import Meta

from keys.grant_principals import PrincipalId, ServicePrincipal, show_principals
from keys.lookup import Named
from keys.models import Key, KeyGrant
from keys.needs import NO_FACTS, key_need
from kmsportal.core.arn import key_arn, root_arn
from kmsportal.core.call import Call
from kmsportal.core.errors import (
    InvalidGrantIdException,
    NotFoundException,
    ValidationException,
)
from kmsportal.core.operation import ContextValue, Need
from kmsportal.core.principal import PrincipalKind
from kmsportal.core.shapes import Part, Timestamp, matching

DEFAULT_GRANTS, MOST_GRANTS = 50, 100
"""How many grants a page has: unless told, and at most (API reference)."""

GrantId = Annotated[str, Meta(min_length=1, max_length=128)]
GrantName = Annotated[
    str, Meta(min_length=1, max_length=256), matching("^[a-zA-Z0-9:/_-]+$")
]
SourceArn = Annotated[
    str,
    Meta(min_length=20, max_length=512),
    matching("^arn:aws[a-z0-9-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]{12}:.+$"),
]
_GRANT_ID = re.compile(r"[0-9a-f]+")


class GrantOperation(Enum):
    """What a grant can permit, in the order of the public model."""

    DECRYPT = "Decrypt"
    ENCRYPT = "Encrypt"
    GENERATE_DATA_KEY = "GenerateDataKey"
    GENERATE_DATA_KEY_WITHOUT_PLAINTEXT = "GenerateDataKeyWithoutPlaintext"
    RE_ENCRYPT_FROM = "ReEncryptFrom"
    RE_ENCRYPT_TO = "ReEncryptTo"
    SIGN = "Sign"
    VERIFY = "Verify"
    GET_PUBLIC_KEY = "GetPublicKey"
    CREATE_GRANT = "CreateGrant"
    RETIRE_GRANT = "RetireGrant"
    DESCRIBE_KEY = "DescribeKey"
    GENERATE_DATA_KEY_PAIR = "GenerateDataKeyPair"
    GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT = "GenerateDataKeyPairWithoutPlaintext"
    GENERATE_MAC = "GenerateMac"
    VERIFY_MAC = "VerifyMac"
    DERIVE_SHARED_SECRET = "DeriveSharedSecret"  # noqa: S105 - an operation's name
    ENCAPSULATE = "Encapsulate"
    DECAPSULATE = "Decapsulate"


class GrantConstraints(Part, frozen=True, kw_only=True):
    """When the grant allows: the API's ``GrantConstraints`` structure."""

    encryption_context_subset: dict[str, str] | None = None
    encryption_context_equals: dict[str, str] | None = None
    source_arn: SourceArn | None = None


class GrantListEntry(Part, frozen=True, kw_only=True):
    """One grant in a list; absent members are not sent."""

    key_id: str
    grant_id: str
    name: str | None = None
    creation_date: Timestamp
    grantee_principal: PrincipalId | None = None
    retiring_principal: PrincipalId | None = None
    issuing_account: str
    operations: list[str]
    constraints: GrantConstraints | None = None
    grantee_service_principal: ServicePrincipal | None = None
    retiring_service_principal: ServicePrincipal | None = None


def grant_need(
    call: Call,
    named: Named,
    action: str,
    *,
    facts: Mapping[str, ContextValue] = NO_FACTS,
) -> Need:
    """Return the permission to make, list or revoke grants on a key."""
    return key_need(
        call,
        named,
        action,
        facts=lambda: {"kms:grantisforawsresource": _is_for_resource(call), **facts},
        is_cross_account=True,
    )


def _is_for_resource(call: Call) -> bool:
    """Tell whether a service calls, for itself or for a caller of its own."""
    return is_service(call) or bool(call.origin.via_service)


def is_service(call: Call) -> bool:
    """Tell whether a service calls for itself."""
    return call.caller.principal.kind is PrincipalKind.SERVICE


def require_one_of(first: object, second: object, *, names: tuple[str, str]) -> None:
    """Refuse a call that names a principal in both ways, or in neither."""
    if (first is None) == (second is None):
        raise ValidationException(
            f"You must specify either {names[0]} or {names[1]}, but not both."
        )


def refuse_both(first: object, second: object, *, names: tuple[str, str]) -> None:
    """Refuse a call that names a principal in both ways."""
    if first is not None and second is not None:
        raise ValidationException(
            f"You can specify either {names[0]} or {names[1]}, but not both."
        )


def require_service(call: Call, name: str) -> None:
    """Refuse a member that only services may use."""
    if not is_service(call):
        raise ValidationException(f"{name} can be used by AWS services only.")


def check_grant_id(grant_id: str) -> str:
    """Return ``grant_id``; InvalidGrantIdException for what cannot be one."""
    if not _GRANT_ID.fullmatch(grant_id):
        raise InvalidGrantIdException(f"{grant_id} is not a valid grant ID.")
    return grant_id


def find_grant(key: Key, grant_id: str) -> KeyGrant | None:
    """Return the grant of that id on the key, if there is one.

    InvalidGrantIdException for what cannot be an id.
    """
    found = KeyGrant.objects.of_key(key).filter(grant_id=check_grant_id(grant_id))
    return found.first()


def require_grant(key: Key, grant_id: str) -> KeyGrant:
    """Return the grant of that id on the key; NotFoundException if there is none."""
    grant = find_grant(key, grant_id)
    if grant is None:
        raise grant_not_found(key.arn, grant_id)
    return grant


def grant_not_found(arn: str, grant_id: str) -> NotFoundException:
    return NotFoundException(f"Grant {grant_id} does not exist on key {arn}.")


def grant_entries(grants: Sequence[KeyGrant]) -> list[GrantListEntry]:
    """Return what lists answer of ``grants``."""
    arns = show_principals(_principals_of(grants))
    return [_entry(grant, arns) for grant in grants]


def constraints_of(grant: KeyGrant) -> GrantConstraints | None:
    equals, subset = grant.context_equals, grant.context_subset
    found = GrantConstraints(
        encryption_context_equals=None if equals is None else dict(equals),
        encryption_context_subset=None if subset is None else dict(subset),
        source_arn=grant.source_arn or None,
    )
    return None if found == GrantConstraints() else found


def _principals_of(grants: Iterable[KeyGrant]) -> set[str]:
    named = {g.grantee_principal for g in grants if not g.grantee_is_service}
    return named | {
        g.retiring_principal
        for g in grants
        if g.retiring_principal and not g.retiring_is_service
    }


def _entry(grant: KeyGrant, arns: Mapping[str, str]) -> GrantListEntry:
    retiring = grant.retiring_principal
    is_retired_by_service = grant.retiring_is_service
    return GrantListEntry(
        key_id=key_arn(grant.account_id, grant.region, grant.key_id),
        grant_id=grant.grant_id,
        name=grant.name or None,
        creation_date=Timestamp(grant.created_at),
        grantee_principal=arns.get(grant.grantee_principal),
        retiring_principal=arns.get(retiring),
        issuing_account=root_arn(grant.issuing_account_id),
        operations=list(grant.operation_names),
        constraints=constraints_of(grant),
        grantee_service_principal=(
            grant.grantee_principal if grant.grantee_is_service else None
        ),
        retiring_service_principal=retiring if is_retired_by_service else None,
    )
