"""The ciphertext blob of symmetric keys: versioned and self-describing.

====== ===== ==============================================================
offset bytes what
====== ===== ==============================================================
0      1     version, 1
1      1     kind of key id: 0 a UUID, 1 a multi-Region id (``mrk-``)
2      6     account, as a number
8      16    key id
24     32    material id
56     16    nonce of the derivation (SP 800-108)
72     12    IV of AES-256-GCM (SP 800-38D)
84     n     body, as long as the plaintext
84+n   16    tag
====== ===== ==============================================================

The header (all before the body) and the canonical encryption context are associated
data, so a change of any bit of either is refused.
"""

import os
import uuid
from collections.abc import Mapping

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from keys.crypto.context import canonical_context
from keys.crypto.derive import derive_message_key

_VERSION = 1
_NONCE_BYTES = 16
_IV_BYTES = 12
_TAG_BYTES = 16
_NAME_BYTES = 56
HEADER_BYTES = _NAME_BYTES + _NONCE_BYTES + _IV_BYTES
_MULTI_REGION = "mrk-"


class BrokenBlobError(Exception):
    """The blob is cut, altered, or was made with another context or key."""


class BlobName(msgspec.Struct, frozen=True):
    """Which key and material a blob was made with."""

    account_id: str
    key_id: str
    material_id: str


def name_prefix(name: BlobName) -> bytes:
    """Return the first 56 bytes of every blob of ``name``; worth keeping."""
    is_multi_region = name.key_id.startswith(_MULTI_REGION)
    key_id = uuid.UUID(name.key_id.removeprefix(_MULTI_REGION))
    return (
        bytes((_VERSION, is_multi_region))
        + int(name.account_id).to_bytes(6, "big")
        + key_id.bytes
        + bytes.fromhex(name.material_id)
    )


def read_name(blob: bytes) -> BlobName:
    """Read which key opens ``blob``; BrokenBlobError when it is none of ours."""
    if len(blob) < HEADER_BYTES + _TAG_BYTES or blob[0] != _VERSION or blob[1] > 1:
        raise BrokenBlobError
    key_id = uuid.UUID(bytes=blob[8:24])
    return BlobName(
        account_id=f"{int.from_bytes(blob[2:8], 'big'):012d}",
        key_id=_MULTI_REGION + key_id.hex if blob[1] else str(key_id),
        material_id=blob[24:56].hex(),
    )


def encrypt(
    material: bytes, prefix: bytes, *, plaintext: bytes, context: Mapping[str, str]
) -> bytes:
    """Seal ``plaintext`` under 32 bytes of ``material``; ``prefix`` names the key."""
    randomness = os.urandom(_NONCE_BYTES + _IV_BYTES)
    nonce, iv = randomness[:_NONCE_BYTES], randomness[_NONCE_BYTES:]
    header = prefix + randomness
    cipher = AESGCM(derive_message_key(material, nonce))
    sealed = cipher.encrypt(iv, plaintext, header + canonical_context(context))
    return header + sealed


def decrypt(material: bytes, *, blob: bytes, context: Mapping[str, str]) -> bytes:
    """Open ``blob``; BrokenBlobError unless every bit and the context are as made."""
    header, body = blob[:HEADER_BYTES], blob[HEADER_BYTES:]
    nonce, iv = header[_NAME_BYTES:-_IV_BYTES], header[-_IV_BYTES:]
    cipher = AESGCM(derive_message_key(material, nonce))
    try:
        return cipher.decrypt(iv, body, header + canonical_context(context))
    except InvalidTag:
        raise BrokenBlobError from None
