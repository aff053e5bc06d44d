"""Ed25519ph (RFC 8032, FIPS 186-5 section 7.8): Ed25519 over a SHA-512 pre-hash."""

from collections.abc import Callable
from ctypes import byref, c_size_t, create_string_buffer

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from keys.crypto.libcrypto import Pointer, libcrypto, succeed, text

_NAME = b"ED25519"
_SIGNATURE_BYTES = 64


def sign_prehashed(private: Ed25519PrivateKey, message: bytes) -> bytes:
    """Hash ``message`` with SHA-512 and sign that, with an empty context."""
    raw = private.private_bytes_raw()
    key = _key(libcrypto().EVP_PKEY_new_raw_private_key_ex, raw)
    context = _digest_context()
    _begin(libcrypto().EVP_DigestSignInit_ex, context, key)
    signature = create_string_buffer(_SIGNATURE_BYTES)
    size = c_size_t(_SIGNATURE_BYTES)
    succeed(
        libcrypto().EVP_DigestSign(
            context.value, signature, byref(size), message, len(message)
        )
    )
    return signature.raw


def verify_prehashed(
    public: Ed25519PublicKey, message: bytes, signature: bytes
) -> None:
    """Check a signature over the SHA-512 of ``message``; LibcryptoError if untrue."""
    raw = public.public_bytes_raw()
    key = _key(libcrypto().EVP_PKEY_new_raw_public_key_ex, raw)
    context = _digest_context()
    _begin(libcrypto().EVP_DigestVerifyInit_ex, context, key)
    succeed(
        libcrypto().EVP_DigestVerify(
            context.value, signature, len(signature), message, len(message)
        )
    )


def _key(make: Callable[..., int | None], raw: bytes) -> Pointer:
    return Pointer(make(None, _NAME, None, raw, len(raw)), "EVP_PKEY_free")


def _digest_context() -> Pointer:
    return Pointer(libcrypto().EVP_MD_CTX_new(), "EVP_MD_CTX_free")


def _begin(init: Callable[..., int], context: Pointer, key: Pointer) -> None:
    instance = text(b"instance", b"Ed25519ph")
    succeed(init(context.value, None, None, None, None, key.value, instance))
