"""A secret access key, with the signing keys of Signature Version 4 derived from it."""

import hmac

from kmsportal.core.secret import SecretText

_MOST_SCOPES = 32
"""More than one access key meets at a time: two days, its Regions, its services."""


class SigningSecret(SecretText):
    """A secret access key that remembers its latest signing keys.

    They live and die with this object, so no memory of the process is keyed by secrets.
    """

    __slots__ = ("_keys",)

    def __init__(self, text: str) -> None:
        """Hold the secret access key ``text``."""
        super().__init__(text)
        self._keys: dict[tuple[str, str, str], bytes] = {}

    def key(self, date: str, region: str, service: str) -> bytes:
        """Return the signing key for a ``YYYYMMDD`` date, a Region and a service."""
        scope = (date, region, service)
        found = self._keys.get(scope)
        if found is None:
            if len(self._keys) >= _MOST_SCOPES:
                self._keys.clear()
            found = self._keys[scope] = signing_key(self.reveal(), *scope)
        return found

    def __repr__(self) -> str:
        """Say that there is a secret, and no more."""
        return "SigningSecret(…)"


def signing_key(secret: str, date: str, region: str, service: str) -> bytes:
    """Derive the 32-byte key (IAM User Guide, "Create a signed AWS API request")."""
    key = b"AWS4" + secret.encode()
    for part in (date, region, service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key
