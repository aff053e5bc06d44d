"""ML-KEM-512 (FIPS 203), shaped like the larger sizes in ``cryptography``."""

import ctypes
import os
from ctypes import byref, c_size_t, c_void_p, create_string_buffer

from keys.crypto.libcrypto import Pointer, libcrypto, octets, succeed

SEED_BYTES = 64
PUBLIC_BYTES = 800
CIPHERTEXT_BYTES = 768
SECRET_BYTES = 32
_NAME = b"ML-KEM-512"
_KEY_PAIR = 0x87  # EVP_PKEY_KEYPAIR

# RFC 9935: id-alg-ml-kem-512 without parameters; the private key as its seed alone.
_PRIVATE_PREFIX = bytes.fromhex("3054020100300b06096086480165030404010442 8040")
_PUBLIC_PREFIX = bytes.fromhex("30820332300b06096086480165030404010382032100")


class MLKEM512PublicKey:
    """An encapsulation key of 800 bytes."""

    __slots__ = ("_key", "_raw")

    def __init__(self, raw: bytes) -> None:
        """Read the raw key; LibcryptoError when it is none (FIPS 203, 7.2)."""
        self._raw = raw
        made = libcrypto().EVP_PKEY_new_raw_public_key_ex(
            None, _NAME, None, raw, len(raw)
        )
        self._key = Pointer(made, "EVP_PKEY_free")

    def public_bytes_raw(self) -> bytes:
        return self._raw

    def public_der(self) -> bytes:
        """Return the X.509 SubjectPublicKeyInfo."""
        return _PUBLIC_PREFIX + self._raw

    def encapsulate(self) -> tuple[bytes, bytes]:
        """Return a fresh shared secret and its 768-byte ciphertext."""
        secret = create_string_buffer(SECRET_BYTES)
        ciphertext = create_string_buffer(CIPHERTEXT_BYTES)
        sizes = c_size_t(CIPHERTEXT_BYTES), c_size_t(SECRET_BYTES)
        context = _context_of(self._key)
        succeed(libcrypto().EVP_PKEY_encapsulate_init(context.value, None))
        succeed(
            libcrypto().EVP_PKEY_encapsulate(
                context.value, ciphertext, byref(sizes[0]), secret, byref(sizes[1])
            )
        )
        return secret.raw, ciphertext.raw


class MLKEM512PrivateKey:
    """A decapsulation key, kept as the seed it was expanded from."""

    __slots__ = ("_key", "_seed")

    def __init__(self, key: Pointer) -> None:
        """Take over OpenSSL's key, which must know its seed."""
        self._key = key
        self._seed = _octets_of(key, b"seed", SEED_BYTES)

    @classmethod
    def generate(cls) -> "MLKEM512PrivateKey":
        return cls.from_seed_bytes(os.urandom(SEED_BYTES))

    @classmethod
    def from_seed_bytes(cls, seed: bytes) -> "MLKEM512PrivateKey":
        """Expand the 64 bytes d and z (FIPS 203, 7.1)."""
        context = Pointer(
            libcrypto().EVP_PKEY_CTX_new_from_name(None, _NAME, None),
            "EVP_PKEY_CTX_free",
        )
        made = c_void_p()
        parameters = octets(b"seed", seed)
        succeed(libcrypto().EVP_PKEY_fromdata_init(context.value))
        succeed(
            libcrypto().EVP_PKEY_fromdata(
                context.value, byref(made), _KEY_PAIR, parameters
            )
        )
        return cls(Pointer(made.value, "EVP_PKEY_free"))

    @classmethod
    def from_der(cls, der: bytes) -> "MLKEM512PrivateKey":
        """Read PKCS#8; LibcryptoError unless it is such a key with its seed."""
        buffer = create_string_buffer(der, len(der))
        start = ctypes.cast(buffer, c_void_p)
        made = libcrypto().d2i_AutoPrivateKey_ex(
            None, byref(start), len(der), None, None
        )
        key = Pointer(made, "EVP_PKEY_free")
        succeed(libcrypto().EVP_PKEY_is_a(key.value, _NAME))
        return cls(key)

    def private_der(self) -> bytes:
        """Return PKCS#8 in seed format."""
        return _PRIVATE_PREFIX + self._seed

    def public_key(self) -> MLKEM512PublicKey:
        return MLKEM512PublicKey(_octets_of(self._key, b"pub", PUBLIC_BYTES))

    def decapsulate(self, ciphertext: bytes) -> bytes:
        """Return the shared secret; LibcryptoError when the length is wrong.

        An altered ciphertext gives another secret (FIPS 203, implicit rejection).
        """
        secret = create_string_buffer(SECRET_BYTES)
        size = c_size_t(SECRET_BYTES)
        context = _context_of(self._key)
        succeed(libcrypto().EVP_PKEY_decapsulate_init(context.value, None))
        succeed(
            libcrypto().EVP_PKEY_decapsulate(
                context.value, secret, byref(size), ciphertext, len(ciphertext)
            )
        )
        return secret.raw


def _context_of(key: Pointer) -> Pointer:
    made = libcrypto().EVP_PKEY_CTX_new_from_pkey(None, key.value, None)
    return Pointer(made, "EVP_PKEY_CTX_free")


def _octets_of(key: Pointer, name: bytes, length: int) -> bytes:
    buffer = create_string_buffer(length)
    size = c_size_t()
    succeed(
        libcrypto().EVP_PKEY_get_octet_string_param(
            key.value, name, buffer, length, byref(size)
        )
    )
    return buffer.raw
