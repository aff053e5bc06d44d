"""CloudTrail's ``userIdentity`` of a principal, encoded once per credential.

The members per type are those of the CloudTrail User Guide, "CloudTrail userIdentity
element".
"""

from datetime import datetime
from typing import Any

import msgspec

from kmsportal.core.principal import Principal, PrincipalKind

Members = dict[str, Any]

UNKNOWN_IDENTITY = msgspec.Raw(b'{"type":"Unknown"}')
"""The identity of a caller who proved none."""


def identity_of(
    principal: Principal,
    access_key_id: str,
    *,
    session_began: datetime | None = None,
    is_mfa_authenticated: bool = False,
    source_identity: str = "",
    provider: str = "",
) -> msgspec.Raw:
    """Encode ``principal``; all the rest matters for sessions alone.

    ``provider`` is the ARN of the OpenID Connect provider that vouched for a session.
    """
    if principal.kind is PrincipalKind.SERVICE:
        members: Members = {"type": "AWSService", "invokedBy": principal.name}
    else:
        members = _members(principal, access_key_id)
    is_role = principal.kind is PrincipalKind.ASSUMED_ROLE
    if is_role or session_began is not None:
        context: Members = {} if principal.role_arn is None else _issued(principal)
        if provider:
            context["webIdFederationData"] = _federation(provider)
        context["attributes"] = _attributes(session_began, is_mfa=is_mfa_authenticated)
        if source_identity:
            context["sourceIdentity"] = source_identity
        members["sessionContext"] = context
    return msgspec.Raw(msgspec.json.encode(members))


def _members(principal: Principal, access_key_id: str) -> Members:
    members: Members = {
        "type": _TYPES[principal.kind],
        "principalId": principal.unique_id,
        "arn": principal.arn,
        "accountId": principal.account_id,
    }
    if access_key_id:
        members["accessKeyId"] = access_key_id
    if principal.kind is PrincipalKind.USER:
        members["userName"] = principal.name
    return members


_TYPES = {
    PrincipalKind.ROOT: "Root",
    PrincipalKind.USER: "IAMUser",
    PrincipalKind.ASSUMED_ROLE: "AssumedRole",
    PrincipalKind.FEDERATED_USER: "FederatedUser",
}


def web_identity_of(provider: str, audience: str, subject: str) -> msgspec.Raw:
    """Encode a caller whom an OpenID Connect provider, by its ARN, vouches for."""
    members = {
        "type": "WebIdentityUser",
        "principalId": f"{provider}:{audience}:{subject}",
        "userName": subject,
        "identityProvider": provider,
    }
    return msgspec.Raw(msgspec.json.encode(members))


def _federation(provider: str) -> Members:
    return {"federatedProvider": provider, "attributes": {}}


def _issued(principal: Principal) -> Members:
    return {"sessionIssuer": _issuer(principal)}


def _issuer(principal: Principal) -> Members:
    role_arn = principal.role_arn or ""
    is_role = principal.kind is PrincipalKind.ASSUMED_ROLE
    return {
        "type": "Role" if is_role else "IAMUser",
        "principalId": principal.role_id or "",
        "arn": role_arn,
        "accountId": principal.account_id,
        "userName": role_arn.rpartition("/")[2],
    }


def _attributes(began: datetime | None, *, is_mfa: bool) -> Members:
    attributes: Members = {
        # AWS spells this boolean as a string.
        "mfaAuthenticated": "true" if is_mfa else "false"
    }
    if began is not None:
        attributes["creationDate"] = began.replace(microsecond=0)
    return attributes
