"""The copy of an event that goes to the owner of a key someone else's caller used.

It tells the owner what was done with her key and by which principal, and nothing else
of the caller: no access key, address, user agent, session, or part of the request that
concerns another's key. Names of members are allowed one by one, so a new one is hidden
until somebody decides.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from audit.cloudtrail import Record
from kmsportal.core.record import LedgerEvent, OwnerCopy

HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"

_SHOWN = frozenset({
    "assumedRoleUser",
    "constraints",
    "credentials",
    "dryRun",
    "durationSeconds",
    "encryptionAlgorithm",
    "encryptionContext",
    "externalId",
    "grantId",
    "granteePrincipal",
    "granteeServicePrincipal",
    "keyAgreementAlgorithm",
    "keyMaterialId",
    "keyPairSpec",
    "keySpec",
    "macAlgorithm",
    "messageType",
    "numberOfBytes",
    "operations",
    "retiringPrincipal",
    "retiringServicePrincipal",
    "roleArn",
    "roleSessionName",
    "signingAlgorithm",
    "sourceIdentity",
})  # fmt: skip
_SIDED = frozenset({"EncryptionAlgorithm", "EncryptionContext", "KeyMaterialId"})
_SIDES = ("source", "destination")
_decoder = msgspec.json.Decoder(Record)


def owner_record(event: LedgerEvent, owner: OwnerCopy) -> bytes:
    """Render ``owner``'s copy of ``event``."""
    record = _decoder.decode(event.record)
    shown = _shown_members(event, owner.account_id)
    return msgspec.json.encode(
        msgspec.structs.replace(
            record,
            user_identity=_identity(record.user_identity, event.principal),
            source_ip_address=HIDDEN,
            user_agent=None,
            request_parameters=_only(record.request_parameters, shown),
            response_elements=_only(record.response_elements, shown),
            additional_event_data=_only(record.additional_event_data, shown),
            event_id=owner.event_id,
            resources=[
                resource
                for resource in record.resources
                if resource.account_id == owner.account_id
            ],
            recipient_account_id=owner.account_id,
            tls_details=None,
            session_credential_from_console=None,
        )
    )


def _shown_members(event: LedgerEvent, owner: str) -> frozenset[str]:
    """Add the members of those sides of a ReEncrypt whose key is the owner's."""
    sides = zip(_SIDES, event.keys, strict=False)
    return _SHOWN.union(
        side + member
        for side, key in sides
        if key.account_id == owner
        for member in _SIDED
    )


def _identity(identity: Mapping[str, Any], principal: str) -> dict[str, str]:
    # The type that CloudTrail uses where details may not cross accounts. The ARN is
    # what the owner's own policies name, so it is no news to her.
    members = {name: identity.get(name, "") for name in ("principalId", "accountId")}
    return {"type": "AWSAccount", "arn": principal} | members


def _only(
    members: Mapping[str, Any] | None, shown: frozenset[str]
) -> dict[str, Any] | None:
    kept = {name: value for name, value in (members or {}).items() if name in shown}
    return kept or None
