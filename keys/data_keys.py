"""Data keys and key pairs: fresh, and sealed under a key for the caller to keep."""

import os
from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from keys.algorithms import EncryptionAlgorithm
from keys.crypto.pairs import private_der, public_der
from keys.encryption import seal_under
from keys.making import make_pair
from keys.specs import KeySpec
from keys.view import KeyView
from kmsportal.core.errors import ValidationException
from kmsportal.core.shapes import SECRET

PairPlaintext = Annotated[bytes, Meta(min_length=1, max_length=4096), SECRET]
PublicKey = Annotated[bytes, Meta(min_length=1, max_length=8192)]
NumberOfBytes = Annotated[int, Meta(ge=1, le=1024)]


class DataKeyPairSpec(Enum):
    """The API's ``DataKeyPairSpec``."""

    RSA_2048 = "RSA_2048"
    RSA_3072 = "RSA_3072"
    RSA_4096 = "RSA_4096"
    ECC_NIST_P256 = "ECC_NIST_P256"
    ECC_NIST_P384 = "ECC_NIST_P384"
    ECC_NIST_P521 = "ECC_NIST_P521"
    ECC_SECG_P256K1 = "ECC_SECG_P256K1"
    SM2 = "SM2"
    ECC_NIST_EDWARDS25519 = "ECC_NIST_EDWARDS25519"
    ML_KEM_512 = "ML_KEM_512"
    ML_KEM_768 = "ML_KEM_768"
    ML_KEM_1024 = "ML_KEM_1024"


class DataKeySpec(Enum):
    """The lengths that have a name."""

    AES_256 = "AES_256"
    AES_128 = "AES_128"


_LENGTHS = {DataKeySpec.AES_256: 32, DataKeySpec.AES_128: 16}


def sealing_algorithm(_params: object) -> EncryptionAlgorithm:
    """Return what a key must be able to do to seal data keys, whatever is asked."""
    return EncryptionAlgorithm.SYMMETRIC_DEFAULT


def new_data_key(key_spec: DataKeySpec | None, number_of_bytes: int | None) -> bytes:
    """Return fresh random bytes; exactly one of the two must say how many."""
    if (key_spec is None) == (number_of_bytes is None):
        raise ValidationException("Please specify either number of bytes or key spec.")
    return os.urandom(number_of_bytes or _LENGTHS[key_spec or DataKeySpec.AES_256])


class SealedPair(msgspec.Struct, frozen=True):
    """A new key pair: the private key in clear and sealed, and the public key."""

    private: bytes
    sealed: bytes
    public: bytes

    def __repr__(self) -> str:
        """Show nothing of it."""
        return "SealedPair(…)"


def seal_new_pair(
    key: KeyView, spec: DataKeyPairSpec, *, context: Mapping[str, str] | None
) -> SealedPair:
    """Make a pair, its private key sealed under ``key`` in PKCS#8.

    UnsupportedOperationException for a spec that cannot be made here.
    """
    pair = make_pair(KeySpec(spec.value))
    private = private_der(pair)
    sealed = seal_under(key, private, context=context)
    return SealedPair(private, sealed, public_der(pair.public_key()))


def is_slow_pair(_key: KeyView, params: Any) -> bool:  # noqa: ANN401 - with a pair spec
    """Tell whether the pair is RSA: finding its primes takes up to seconds."""
    spec: DataKeyPairSpec = params.key_pair_spec
    return spec.value.startswith("RSA_")
