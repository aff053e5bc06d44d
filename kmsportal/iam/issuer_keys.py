"""The public keys of OpenID Connect issuers: fetched, kept for a while, refreshed.

OpenID Connect Discovery 1.0, section 4; RFC 7517. A tenant chooses the address, so a
fetch is bounded in time and size, follows no redirect and shows nobody what it found.
"""

import json
import time as clock
from datetime import datetime, timedelta
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import httpx
from jwt import PyJWK, PyJWTError

from kmsportal.core.errors import (
    IDPCommunicationErrorException,
    InvalidIdentityTokenException,
)
from kmsportal.iam.models import OidcProvider
from kmsportal.iam.oidc_providers import issuer_of

ALGORITHMS = ("RS256", "RS384", "RS512", "ES256", "ES384", "ES512")
FRESH = timedelta(hours=1)
RETRY = timedelta(minutes=1)
_TIMEOUT_SECONDS = 5.0
_AFTER_FAILURE_SECONDS = 5.0
_MOST_BYTES = 256 * 1024
_MOST_FAILURES = 10_000
_UNKNOWN_KEY = (
    "Couldn't retrieve verification key from your identity provider,  please reference"
    " AssumeRoleWithWebIdentity documentation for requirements"
)

_fetching = Lock()
_failures: dict[int, float] = {}


def find_key(
    provider: OidcProvider, key_id: str | None, algorithm: str, *, time: datetime
) -> PyJWK:
    """Return the issuer's key of that id; without an id, its only one of the kind.

    The keys are asked for anew after an hour, and for an unknown id once a minute at
    the most. IDPCommunicationErrorException when the issuer does not answer,
    InvalidIdentityTokenException when it has no such key.
    """
    fetched_at = provider.key_set_fetched_at
    key = _choose(provider.key_set, key_id, algorithm)
    age = None if fetched_at is None else time - fetched_at
    if age is None or age > (FRESH if key else RETRY):
        key = _refreshed(provider, key_id, algorithm, time=time) or key
    if key is None:
        raise InvalidIdentityTokenException(_UNKNOWN_KEY)
    return key


def _refreshed(
    provider: OidcProvider, key_id: str | None, algorithm: str, *, time: datetime
) -> PyJWK | None:
    """Fetch the keys; those at hand will do while the issuer does not answer."""
    known = _choose(provider.key_set, key_id, algorithm)
    try:
        key_set = _fetch_once(provider)
    except IDPCommunicationErrorException:
        if known is None:
            raise
        return known
    OidcProvider.objects.filter(account_id=provider.account_id, pk=provider.pk).update(
        key_set=key_set, key_set_fetched_at=time
    )
    return _choose(key_set, key_id, algorithm)


def _fetch_once(provider: OidcProvider) -> str:
    """Fetch, unless it has just failed: strangers' tokens must not keep us waiting."""
    failed = _failures.get(provider.pk)
    if failed is not None and clock.monotonic() - failed < _AFTER_FAILURE_SECONDS:
        raise _unreachable()
    if not _fetching.acquire(timeout=_TIMEOUT_SECONDS):
        raise _unreachable()
    try:
        key_set = fetch_key_set(issuer_of(provider))
    except IDPCommunicationErrorException:
        if len(_failures) >= _MOST_FAILURES:
            _failures.clear()
        _failures[provider.pk] = clock.monotonic()
        raise
    finally:
        _fetching.release()
    _failures.pop(provider.pk, None)
    return key_set


def fetch_key_set(issuer: str) -> str:
    """Return the issuer's JWKS as text; IDPCommunicationErrorException otherwise."""
    found = _get(f"{issuer}/.well-known/openid-configuration")
    address = found.get("jwks_uri")
    if found.get("issuer") != issuer or not isinstance(address, str):
        raise _unreachable()
    # The keys may be elsewhere, as Google's are, but not where nobody proves anything.
    is_secure = urlsplit(address).scheme == "https"
    is_beside = urlsplit(address)[:2] == urlsplit(issuer)[:2]
    if not (is_secure or is_beside):
        raise _unreachable()
    return json.dumps(_get(address))


def _get(url: str) -> dict[str, Any]:
    """Read a small JSON object over HTTP."""
    started = clock.monotonic()
    try:
        with httpx.stream("GET", url, timeout=_TIMEOUT_SECONDS) as response:
            if response.status_code != httpx.codes.OK:
                raise _unreachable()
            body = b""
            for part in response.iter_bytes():
                body += part
                is_slow = clock.monotonic() - started > _TIMEOUT_SECONDS
                if len(body) > _MOST_BYTES or is_slow:
                    raise _unreachable()
        found = json.loads(body)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError):
        raise _unreachable() from None
    if not isinstance(found, dict):
        raise _unreachable()
    return found


def _unreachable() -> IDPCommunicationErrorException:
    return IDPCommunicationErrorException(
        "The identity provider could not be reached, or did not answer as OpenID"
        " Connect Discovery requires."
    )


def _choose(key_set: str, key_id: str | None, algorithm: str) -> PyJWK | None:
    fit = []
    for members in _listed(key_set):
        if not isinstance(members, dict) or members.get("use", "sig") != "sig":
            continue
        if key_id is None or members.get("kid") == key_id:
            key = _parse(members, algorithm)
            fit += [key] if key else []
    is_certain = len(fit) == 1 or (key_id is not None and fit)
    return fit[0] if is_certain else None


def _listed(key_set: str) -> list[Any]:
    keys = json.loads(key_set).get("keys") if key_set else None
    return keys if isinstance(keys, list) else []


def _parse(members: dict[str, Any], algorithm: str) -> PyJWK | None:
    """Return a public key for that algorithm; others, and broken ones, are left out."""
    if members.get("alg", algorithm) != algorithm:
        return None
    if members.get("kty") != ("RSA" if algorithm.startswith("RS") else "EC"):
        return None
    try:
        return PyJWK.from_dict(members, algorithm=algorithm)
    except (PyJWTError, ValueError, TypeError, KeyError):
        return None
