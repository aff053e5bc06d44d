"""The material of a key: raw bytes of symmetric and HMAC keys, else PKCS#8."""

import os
from collections.abc import Mapping

from keys.crypto.pairs import (
    PAIR_SPECS,
    UnfitKeyError,
    new_private_key,
    private_der,
    read_private_key,
)
from keys.specs import KeySpec

# AWS KMS Developer Guide, "Key spec reference": an HMAC key is as long as its digest.
RAW_BYTES: Mapping[KeySpec, int] = {
    KeySpec.SYMMETRIC_DEFAULT: 32,
    KeySpec.HMAC_224: 28,
    KeySpec.HMAC_256: 32,
    KeySpec.HMAC_384: 48,
    KeySpec.HMAC_512: 64,
}


def new_material(spec: KeySpec) -> bytes:
    """Make fresh material; RSA takes up to seconds, with other threads running."""
    if spec in PAIR_SPECS:
        return private_der(new_private_key(spec))
    return os.urandom(RAW_BYTES[spec])


def check_material(spec: KeySpec, secret: bytes) -> bytes:
    """Return a stranger's material in the form to keep; UnfitKeyError unless fit."""
    if spec in PAIR_SPECS:
        return private_der(read_private_key(spec, secret))
    if len(secret) != RAW_BYTES.get(spec):
        raise UnfitKeyError
    return secret
