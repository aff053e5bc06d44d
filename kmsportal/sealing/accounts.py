"""Account keys: each wraps all that is secret of one account.

root key → account key → the sealed value. Rotating the root rewraps account keys only;
deleting an account key shreds the account.
"""

import hmac
import os
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from kmsportal.sealing.envelope import (
    KEY_BYTES,
    SealBrokenError,
    row_bytes,
    unwrap,
    wrap,
)
from kmsportal.sealing.models import AccountKey
from kmsportal.sealing.root import root_key

INSTALLATION = "installation"
"""Stands for an account's id where a secret is the installation's own."""

_FINGERPRINT = b"kmsportal fingerprint"


def make_account_key(account_id: str, *, time: datetime) -> None:
    """Make and wrap the key of a new account."""
    wrapped = wrap(root_key(), *_row(account_id), plaintext=os.urandom(KEY_BYTES))
    AccountKey.objects.create(account_id=account_id, wrapped=wrapped, created_at=time)


def ensure_account_key(account_id: str, *, time: datetime) -> None:
    """Make the key unless there is one."""
    if not AccountKey.objects.filter(account_id=account_id).exists():
        make_account_key(account_id, time=time)


def seal(account_id: str, *row: str, plaintext: bytes) -> bytes:
    """Seal ``plaintext`` for one row of the account, named by table and ids."""
    return wrap(_account_key(account_id), account_id, *row, plaintext=plaintext)


def unseal(account_id: str, *row: str, sealed: bytes) -> bytes:
    """Open what ``seal`` sealed for the same row; SealBrokenError otherwise."""
    return unwrap(_account_key(account_id), account_id, *row, sealed=bytes(sealed))


def fingerprint(account_id: str, *row: str, plaintext: bytes) -> bytes:
    """Return 32 bytes that tell equal secrets of one row from others, and no more.

    Keyed by the account's key, so a weak secret cannot be guessed from it offline.
    The key of the digest is derived (RFC 5869): the account key itself only wraps.
    """
    derivation = HKDFExpand(SHA256(), length=KEY_BYTES, info=_FINGERPRINT)
    key = derivation.derive(_account_key(account_id))
    return hmac.digest(key, row_bytes(row) + plaintext, "sha256")


def _account_key(account_id: str) -> bytes:
    found = AccountKey.objects.filter(account_id=account_id).first()
    if found is None:
        raise SealBrokenError(f"The account key of {account_id} is gone.")
    return unwrap(root_key(), *_row(account_id), sealed=bytes(found.wrapped))


def _row(account_id: str) -> tuple[str, str]:
    return ("account-key", account_id)
