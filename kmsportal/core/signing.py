"""A secret access key, able to sign and to show nothing.

AWS General Reference, "Signature Version 4 signing process".
"""

import hmac

_SPENT_SCOPES = 32


class SigningSecret:
    """A secret access key, with the signing keys derived from it."""

    __slots__ = ("_keys", "_seed")

    def __init__(self, secret: str) -> None:
        """Hold the secret access key ``secret``."""
        self._seed = b"AWS4" + secret.encode()
        self._keys: dict[tuple[str, str, str], bytes] = {}

    def key(self, date: str, region: str, service: str) -> bytes:
        """Return the signing key for a ``YYYYMMDD`` date, a Region and a service."""
        scope = (date, region, service)
        found = self._keys.get(scope)
        if found is None:
            if len(self._keys) >= _SPENT_SCOPES:
                self._keys.clear()
            found = self._keys[scope] = signing_key(self._seed, *scope)
        return found

    def __repr__(self) -> str:
        """Show nothing of it."""
        return "SigningSecret(…)"


def signing_key(seed: bytes, date: str, region: str, service: str) -> bytes:
    """Derive the 32-byte signing key; ``seed`` is ``AWS4`` and the secret."""
    key = seed
    for part in (date, region, service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key
