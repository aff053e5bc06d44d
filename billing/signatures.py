"""Ed25519 signatures over statements (RFC 8032); the key is sealed by the root key."""

from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from billing.canonical import sha256
from billing.models import SigningKey
from kmsportal.sealing.envelope import unwrap, wrap
from kmsportal.sealing.root import root_key

_ID_DIGITS = 16


class Signer:
    """Signs with the newest key; its repr shows nothing of it."""

    def __init__(self, *, time: datetime) -> None:
        """Open the key, or make the first one at ``time``, within a transaction."""
        row = SigningKey.objects.order_by("-created_at").first() or _make(time)
        opened = unwrap(root_key(), *_row(row.key_id), sealed=bytes(row.wrapped))
        self.key_id = row.key_id
        self._key = Ed25519PrivateKey.from_private_bytes(opened)

    def sign(self, document: bytes) -> bytes:
        """Return the 64 bytes of the signature."""
        return self._key.sign(document)

    def __repr__(self) -> str:
        """Name the key."""
        return f"Signer({self.key_id})"


def is_signed(document: bytes, *, key_id: str, signature: bytes) -> bool:
    """Whether the installation's key ``key_id`` made the signature."""
    row = SigningKey.objects.filter(key_id=key_id).first()
    if row is None:
        return False
    public = Ed25519PublicKey.from_public_bytes(bytes(row.public_key))
    try:
        public.verify(signature, document)
    except InvalidSignature:
        return False
    return True


def _make(time: datetime) -> SigningKey:
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    key_id = sha256(public)[:_ID_DIGITS]
    wrapped = wrap(root_key(), *_row(key_id), plaintext=key.private_bytes_raw())
    return SigningKey.objects.create(
        key_id=key_id, public_key=public, wrapped=wrapped, created_at=time
    )


def _row(key_id: str) -> tuple[str, str]:
    return ("statement-signing-key", key_id)
