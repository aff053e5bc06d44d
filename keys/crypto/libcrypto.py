"""OpenSSL's own interface, for the few algorithms that ``cryptography`` leaves out.

ML-KEM-512 (FIPS 203) and Ed25519ph (RFC 8032) are in OpenSSL since 3.5 and 3.2 but not
in ``cryptography``. The library is the system's where that is new enough, else the one
that comes with psycopg; without either the two are refused, and all else works.
"""

import ctypes
import ctypes.util
import importlib.util
from collections.abc import Iterator, Mapping
from ctypes import c_char_p, c_int, c_size_t, c_uint, c_ulong, c_void_p
from functools import cache
from pathlib import Path

_OLDEST = 0x30500000
_OCTET_STRING, _UTF8_STRING = 5, 4

_SIGNATURES: Mapping[str, tuple[type | None, tuple[type, ...]]] = {
    "OpenSSL_version_num": (c_ulong, ()),
    "EVP_PKEY_CTX_new_from_name": (c_void_p, (c_void_p, c_char_p, c_char_p)),
    "EVP_PKEY_CTX_new_from_pkey": (c_void_p, (c_void_p, c_void_p, c_char_p)),
    "EVP_PKEY_CTX_free": (None, (c_void_p,)),
    "EVP_PKEY_free": (None, (c_void_p,)),
    "EVP_PKEY_fromdata_init": (c_int, (c_void_p,)),
    "EVP_PKEY_fromdata": (c_int, (c_void_p, c_void_p, c_int, c_void_p)),
    "EVP_PKEY_new_raw_public_key_ex": (
        c_void_p,
        (c_void_p, c_char_p, c_char_p, c_char_p, c_size_t),
    ),
    "EVP_PKEY_new_raw_private_key_ex": (
        c_void_p,
        (c_void_p, c_char_p, c_char_p, c_char_p, c_size_t),
    ),
    "d2i_AutoPrivateKey_ex": (
        c_void_p,
        (c_void_p, c_void_p, ctypes.c_long, c_void_p, c_char_p),
    ),
    "EVP_PKEY_is_a": (c_int, (c_void_p, c_char_p)),
    "EVP_PKEY_get_octet_string_param": (
        c_int,
        (c_void_p, c_char_p, c_void_p, c_size_t, c_void_p),
    ),
    "EVP_PKEY_encapsulate_init": (c_int, (c_void_p, c_void_p)),
    "EVP_PKEY_encapsulate": (
        c_int,
        (c_void_p, c_void_p, c_void_p, c_void_p, c_void_p),
    ),
    "EVP_PKEY_decapsulate_init": (c_int, (c_void_p, c_void_p)),
    "EVP_PKEY_decapsulate": (
        c_int,
        (c_void_p, c_void_p, c_void_p, c_char_p, c_size_t),
    ),
    "EVP_MD_CTX_new": (c_void_p, ()),
    "EVP_MD_CTX_free": (None, (c_void_p,)),
    "EVP_DigestSignInit_ex": (
        c_int,
        (c_void_p, c_void_p, c_char_p, c_void_p, c_char_p, c_void_p, c_void_p),
    ),
    "EVP_DigestSign": (c_int, (c_void_p, c_void_p, c_void_p, c_char_p, c_size_t)),
    "EVP_DigestVerifyInit_ex": (
        c_int,
        (c_void_p, c_void_p, c_char_p, c_void_p, c_char_p, c_void_p, c_void_p),
    ),
    "EVP_DigestVerify": (c_int, (c_void_p, c_char_p, c_size_t, c_char_p, c_size_t)),
    "ERR_clear_error": (None, ()),
}


class LibcryptoMissingError(Exception):
    """There is no OpenSSL of at least 3.5 on this machine."""


class LibcryptoError(Exception):
    """OpenSSL refused what it was given."""


class _Parameter(ctypes.Structure):
    """OpenSSL's ``OSSL_PARAM``."""

    _fields_ = (
        ("key", c_char_p),
        ("data_type", c_uint),
        ("data", c_void_p),
        ("data_size", c_size_t),
        ("return_size", c_size_t),
    )


class Pointer:
    """What OpenSSL allocated, freed with the last reference to it."""

    __slots__ = ("_free", "value")

    def __init__(self, value: int | None, free: str) -> None:
        """Own ``value``; LibcryptoError when OpenSSL returned none."""
        self._free = getattr(libcrypto(), free)
        self.value = value
        if not value:
            succeed(0)

    def __del__(self) -> None:
        """Free it once; this may run on any thread."""
        if self.value:
            self._free(self.value)


@cache
def libcrypto() -> ctypes.CDLL:
    """Return the library; LibcryptoMissingError when none is new enough."""
    for path in _candidates():
        try:
            library = ctypes.CDLL(path)
            for name, (result, arguments) in _SIGNATURES.items():
                function = getattr(library, name)
                function.restype, function.argtypes = result, arguments
        except (OSError, AttributeError):
            continue
        if library.OpenSSL_version_num() >= _OLDEST:
            return library
    raise LibcryptoMissingError


def succeed(answer: int) -> None:
    """Take an answer of OpenSSL: 1 is success, all else LibcryptoError."""
    if answer != 1:
        libcrypto().ERR_clear_error()
        raise LibcryptoError


def octets(name: bytes, content: bytes) -> ctypes.Array[_Parameter]:
    """Return the parameter list with one octet string."""
    return _one_parameter(name, content, _OCTET_STRING)


def text(name: bytes, content: bytes) -> ctypes.Array[_Parameter]:
    """Return the parameter list with one ASCII string."""
    return _one_parameter(name, content, _UTF8_STRING)


def _one_parameter(
    name: bytes, content: bytes, data_type: int
) -> ctypes.Array[_Parameter]:
    # A c_char_p member keeps ``content`` alive as long as the array itself lives.
    data = ctypes.cast(c_char_p(content), c_void_p)
    found = (_Parameter * 2)(
        _Parameter(name, data_type, data, len(content), 0), _Parameter()
    )
    found.content = content  # type: ignore[attr-defined]  # kept alive with the array
    return found


def _candidates() -> Iterator[str]:
    found = ctypes.util.find_library("crypto")
    if found is not None:
        yield found
    bundled = importlib.util.find_spec("psycopg_binary")
    if bundled is None or bundled.origin is None:
        return
    package = Path(bundled.origin).parent
    for folder in (package.parent / "psycopg_binary.libs", package / ".dylibs"):
        yield from map(str, sorted(folder.glob("libcrypto*")))
