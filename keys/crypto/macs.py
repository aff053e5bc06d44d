"""HMAC (RFC 2104, FIPS 198-1) with SHA-2."""

import hmac

from keys.algorithms import MacAlgorithm


class BadMacError(Exception):
    """The MAC is not that of this message by this key and algorithm."""


def make_mac(secret: bytes, message: bytes, *, algorithm: MacAlgorithm) -> bytes:
    """Return the whole MAC, as long as the digest."""
    digest = algorithm.value.removeprefix("HMAC_").replace("_", "")
    return hmac.digest(secret, message, digest)


def check_mac(
    secret: bytes, message: bytes, *, mac: bytes, algorithm: MacAlgorithm
) -> None:
    """Compare in constant time; BadMacError for any other or shortened MAC."""
    if not hmac.compare_digest(make_mac(secret, message, algorithm=algorithm), mac):
        raise BadMacError
