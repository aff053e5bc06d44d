"""Web identities: callers whom an account's OpenID Connect provider vouches for.

API reference, AssumeRoleWithWebIdentity; IAM User Guide, "Create an OpenID Connect
identity provider" and "Available keys for AWS OIDC federation"; RFC 7519.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import msgspec

from kmsportal.core.call import Caller
from kmsportal.core.errors import (
    ExpiredIdentityTokenException,
    IDPRejectedClaimException,
    InvalidIdentityTokenException,
)
from kmsportal.core.identity import web_identity_of
from kmsportal.core.operation import ContextValue
from kmsportal.core.principal import Principal, PrincipalKind
from kmsportal.iam.engine import CallerPolicies
from kmsportal.iam.issuer_keys import ALGORITHMS, find_key
from kmsportal.iam.models import OidcProvider
from kmsportal.iam.oidc_providers import bare_url, issuer_of

_SKEW = timedelta(minutes=5)
_NOT_A_JWT = (
    "The ID Token provided is not a valid JWT. (You may see this error if you sent an"
    " Access Token)"
)
_TAGS = "https://aws.amazon.com/tags"
_SOURCE_IDENTITY = "https://aws.amazon.com/source_identity"
Claims = Mapping[str, Any]


class WebIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """What a verified token says. ``audience`` is whom it was made for."""

    provider: OidcProvider
    subject: str
    audience: str
    claims: Claims

    def facts(self) -> dict[str, ContextValue]:
        """Return the condition values, named for the issuer."""
        issuer = self.provider.url.lower()
        facts: dict[str, ContextValue] = {
            f"{issuer}:sub": self.subject,
            f"{issuer}:aud": self.audience,
            "aws:federatedprovider": self.provider.arn,
        }
        if "azp" in self.claims:
            facts[f"{issuer}:oaud"] = tuple(_texts(self.claims["aud"]))
        if "amr" in self.claims:
            facts[f"{issuer}:amr"] = tuple(_texts(self.claims["amr"]))
        return facts

    @property
    def tags(self) -> dict[str, str]:
        """The session tags that the issuer passes ("Pass session tags in AWS STS")."""
        passed = self._passed().get("principal_tags")
        if not isinstance(passed, dict):
            return {}
        return {name: "".join(_texts(values)[:1]) for name, values in passed.items()}

    @property
    def transitive_tags(self) -> tuple[str, ...]:
        return tuple(_texts(self._passed().get("transitive_tag_keys")))

    @property
    def source_identity(self) -> str:
        given = self.claims.get(_SOURCE_IDENTITY)
        return given if isinstance(given, str) else ""

    def caller(self) -> Caller:
        """Return the identity as a caller, who may do nothing by herself."""
        arn = self.provider.arn
        principal = Principal(
            kind=PrincipalKind.FEDERATED_USER,
            account_id=self.provider.account_id,
            arn=arn,
            unique_id=f"{arn}:{self.audience}:{self.subject}",
            name=self.subject,
        )
        return Caller(
            principal=principal,
            policies=CallerPolicies(),
            identity=web_identity_of(arn, self.audience, self.subject),
        )

    def _passed(self) -> Mapping[str, Any]:
        passed = self.claims.get(_TAGS)
        return passed if isinstance(passed, dict) else {}


def verify_web_identity(account_id: str, token: str, *, time: datetime) -> WebIdentity:
    """Verify an ID token against the providers of ``account_id``.

    InvalidIdentityTokenException for what is none or none of theirs,
    ExpiredIdentityTokenException past its time, IDPRejectedClaimException before it,
    IDPCommunicationErrorException when the issuer's keys cannot be had.
    """
    header, unproven = _read(token)
    provider = _provider(account_id, unproven.get("iss"))
    algorithm = header.get("alg")
    if algorithm not in ALGORITHMS:
        raise InvalidIdentityTokenException(
            f"The token must be signed with one of {', '.join(ALGORITHMS)}."
        )
    key = find_key(provider, header.get("kid"), algorithm, time=time)
    claims = _verified(token, key, algorithm)
    _require_time(claims, time)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject:
        raise InvalidIdentityTokenException("The token has no subject.")
    return WebIdentity(
        provider=provider,
        subject=subject,
        audience=_audience(provider, claims),
        claims=claims,
    )


def _read(token: str) -> tuple[Mapping[str, Any], Claims]:
    try:
        header = jwt.get_unverified_header(token)
        claims = jwt.decode(token, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError, RecursionError):
        raise InvalidIdentityTokenException(_NOT_A_JWT) from None
    key_id = header.get("kid")
    if key_id is not None and not isinstance(key_id, str):
        raise InvalidIdentityTokenException(_NOT_A_JWT)
    return header, claims


def _provider(account_id: str, issuer: object) -> OidcProvider:
    """Find the provider by the claim ``iss``, which must be its very URL."""
    named = issuer if isinstance(issuer, str) else ""
    provider = OidcProvider.objects.filter(
        account_id=account_id, url=bare_url(named)
    ).first()
    if provider is None or named.rstrip("/") != issuer_of(provider):
        raise InvalidIdentityTokenException(
            f"No OpenIDConnect provider found in your account for {named[:255]}"
        )
    return provider


def _verified(token: str, key: jwt.PyJWK, algorithm: str) -> Claims:
    """Verify the signature alone: moments are the call's to judge, not the clock's."""
    unchecked = {f"verify_{claim}": False for claim in ("exp", "nbf", "iat", "aud")}
    try:
        claims: Claims = jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            options=unchecked,  # type: ignore[arg-type]  # its names are computed
        )
    except (jwt.PyJWTError, ValueError):
        raise InvalidIdentityTokenException(
            "The signature of the token could not be verified."
        ) from None
    return claims


def _require_time(claims: Claims, time: datetime) -> None:
    expires, issued = _moment(claims, "exp"), _moment(claims, "iat")
    if expires is None or issued is None:
        raise InvalidIdentityTokenException("Missing a required claim: exp and iat.")
    if time >= expires:
        raise ExpiredIdentityTokenException(
            f"Token expired: current date/time {int(time.timestamp())} must be before"
            f" the expiration date/time {int(expires.timestamp())}"
        )
    begins = _moment(claims, "nbf") or issued
    if max(begins, issued) > time + _SKEW:
        raise IDPRejectedClaimException("The token is not valid yet.")


def _moment(claims: Claims, name: str) -> datetime | None:
    value = claims.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        raise InvalidIdentityTokenException(f"The claim {name} is no moment.") from None


def _audience(provider: OidcProvider, claims: Claims) -> str:
    """Return the client id that the token is for: ``azp`` before ``aud``."""
    party = claims.get("azp")
    named = [party] if isinstance(party, str) else _texts(claims.get("aud"))
    for audience in named:
        if audience in provider.client_ids:
            return audience
    raise InvalidIdentityTokenException("Incorrect token audience")


def _texts(value: object) -> Sequence[str]:
    if isinstance(value, str):
        return [value]
    return [v for v in value if isinstance(v, str)] if isinstance(value, list) else []
