"""Fresh identifiers of the forms that AWS uses."""

import base64
import secrets


def new_account_id() -> str:
    """Return twelve random digits that do not begin with zero."""
    return str(10**11 + secrets.randbelow(9 * 10**11))


def new_unique_id(prefix: str) -> str:
    """Return ``prefix`` (``AIDA``, ``AROA``, ``AKIA``) and 16 base-32 characters.

    IAM User Guide, "IAM identifiers", lists the prefixes.
    """
    return prefix + base64.b32encode(secrets.token_bytes(10)).decode()
