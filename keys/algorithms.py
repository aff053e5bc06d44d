"""Which algorithms each kind of key has, as the API names and lists them."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Protocol

import msgspec

from keys.specs import KeySpec, KeyUsage
from kmsportal.core.errors import InvalidKeyUsageException


class EncryptionAlgorithm(Enum):
    """The API's ``EncryptionAlgorithmSpec``."""

    SYMMETRIC_DEFAULT = "SYMMETRIC_DEFAULT"
    RSAES_OAEP_SHA_1 = "RSAES_OAEP_SHA_1"
    RSAES_OAEP_SHA_256 = "RSAES_OAEP_SHA_256"
    SM2PKE = "SM2PKE"


class SigningAlgorithm(Enum):
    """The API's ``SigningAlgorithmSpec``."""

    RSASSA_PSS_SHA_256 = "RSASSA_PSS_SHA_256"
    RSASSA_PSS_SHA_384 = "RSASSA_PSS_SHA_384"
    RSASSA_PSS_SHA_512 = "RSASSA_PSS_SHA_512"
    RSASSA_PKCS1_V1_5_SHA_256 = "RSASSA_PKCS1_V1_5_SHA_256"
    RSASSA_PKCS1_V1_5_SHA_384 = "RSASSA_PKCS1_V1_5_SHA_384"
    RSASSA_PKCS1_V1_5_SHA_512 = "RSASSA_PKCS1_V1_5_SHA_512"
    ECDSA_SHA_256 = "ECDSA_SHA_256"
    ECDSA_SHA_384 = "ECDSA_SHA_384"
    ECDSA_SHA_512 = "ECDSA_SHA_512"
    SM2DSA = "SM2DSA"
    ML_DSA_SHAKE_256 = "ML_DSA_SHAKE_256"
    ED25519_SHA_512 = "ED25519_SHA_512"
    ED25519_PH_SHA_512 = "ED25519_PH_SHA_512"


class MacAlgorithm(Enum):
    """The API's ``MacAlgorithmSpec``."""

    HMAC_SHA_224 = "HMAC_SHA_224"
    HMAC_SHA_256 = "HMAC_SHA_256"
    HMAC_SHA_384 = "HMAC_SHA_384"
    HMAC_SHA_512 = "HMAC_SHA_512"


class KeyAgreementAlgorithm(Enum):
    """The API's ``KeyAgreementAlgorithmSpec``."""

    ECDH = "ECDH"


class EncapsulationAlgorithm(Enum):
    """The API's ``EncapsulationAlgorithmSpec``."""

    ML_KEM = "ML_KEM"


class MessageType(Enum):
    """What is signed: a message, its digest, or ML-DSA's representative of it."""

    RAW = "RAW"
    DIGEST = "DIGEST"
    EXTERNAL_MU = "EXTERNAL_MU"


Algorithm = (
    EncryptionAlgorithm
    | SigningAlgorithm
    | MacAlgorithm
    | KeyAgreementAlgorithm
    | EncapsulationAlgorithm
)

_RSA = (KeySpec.RSA_2048, KeySpec.RSA_3072, KeySpec.RSA_4096)
_NIST_CURVES = (KeySpec.ECC_NIST_P256, KeySpec.ECC_NIST_P384, KeySpec.ECC_NIST_P521)
_ML_DSA = (KeySpec.ML_DSA_44, KeySpec.ML_DSA_65, KeySpec.ML_DSA_87)
_ML_KEM = (KeySpec.ML_KEM_512, KeySpec.ML_KEM_768, KeySpec.ML_KEM_1024)

# AWS KMS Developer Guide, "Key spec reference"; within a list in the order of the API.
_ENCRYPTION: Mapping[KeySpec, Sequence[EncryptionAlgorithm]] = {
    KeySpec.SYMMETRIC_DEFAULT: (EncryptionAlgorithm.SYMMETRIC_DEFAULT,),
    **dict.fromkeys(
        _RSA,
        (EncryptionAlgorithm.RSAES_OAEP_SHA_1, EncryptionAlgorithm.RSAES_OAEP_SHA_256),
    ),
}
_SIGNING: Mapping[KeySpec, Sequence[SigningAlgorithm]] = {
    **dict.fromkeys(
        _RSA,
        (
            SigningAlgorithm.RSASSA_PKCS1_V1_5_SHA_256,
            SigningAlgorithm.RSASSA_PKCS1_V1_5_SHA_384,
            SigningAlgorithm.RSASSA_PKCS1_V1_5_SHA_512,
            SigningAlgorithm.RSASSA_PSS_SHA_256,
            SigningAlgorithm.RSASSA_PSS_SHA_384,
            SigningAlgorithm.RSASSA_PSS_SHA_512,
        ),
    ),
    KeySpec.ECC_NIST_P256: (SigningAlgorithm.ECDSA_SHA_256,),
    KeySpec.ECC_NIST_P384: (SigningAlgorithm.ECDSA_SHA_384,),
    KeySpec.ECC_NIST_P521: (SigningAlgorithm.ECDSA_SHA_512,),
    KeySpec.ECC_SECG_P256K1: (SigningAlgorithm.ECDSA_SHA_256,),
    KeySpec.ECC_NIST_EDWARDS25519: (
        SigningAlgorithm.ED25519_PH_SHA_512,
        SigningAlgorithm.ED25519_SHA_512,
    ),
    **dict.fromkeys(_ML_DSA, (SigningAlgorithm.ML_DSA_SHAKE_256,)),
}
_MAC: Mapping[KeySpec, Sequence[MacAlgorithm]] = {
    KeySpec.HMAC_224: (MacAlgorithm.HMAC_SHA_224,),
    KeySpec.HMAC_256: (MacAlgorithm.HMAC_SHA_256,),
    KeySpec.HMAC_384: (MacAlgorithm.HMAC_SHA_384,),
    KeySpec.HMAC_512: (MacAlgorithm.HMAC_SHA_512,),
}
_AGREEMENT = dict.fromkeys(_NIST_CURVES, (KeyAgreementAlgorithm.ECDH,))
_ENCAPSULATION = dict.fromkeys(_ML_KEM, (EncapsulationAlgorithm.ML_KEM,))

_BY_USAGE: Mapping[KeyUsage, Mapping[KeySpec, Sequence[Algorithm]]] = {
    KeyUsage.ENCRYPT_DECRYPT: _ENCRYPTION,
    KeyUsage.SIGN_VERIFY: _SIGNING,
    KeyUsage.GENERATE_VERIFY_MAC: _MAC,
    KeyUsage.KEY_AGREEMENT: _AGREEMENT,
    KeyUsage.ENCAPSULATE_DECAPSULATE: _ENCAPSULATION,
}


class KeyOfKind(Protocol):
    """A key, as far as its algorithms depend on it."""

    @property
    def spec(self) -> str: ...

    @property
    def usage(self) -> str: ...


class AlgorithmLists(msgspec.Struct, frozen=True, kw_only=True):
    """The members of KeyMetadata and GetPublicKey that list algorithms; one is set."""

    encryption_algorithms: tuple[str, ...] | None = None
    signing_algorithms: tuple[str, ...] | None = None
    key_agreement_algorithms: tuple[str, ...] | None = None
    encapsulation_algorithms: tuple[str, ...] | None = None
    mac_algorithms: tuple[str, ...] | None = None


_LISTED_AS: Mapping[KeyUsage, str] = {
    KeyUsage.ENCRYPT_DECRYPT: "encryption_algorithms",
    KeyUsage.SIGN_VERIFY: "signing_algorithms",
    KeyUsage.KEY_AGREEMENT: "key_agreement_algorithms",
    KeyUsage.ENCAPSULATE_DECAPSULATE: "encapsulation_algorithms",
    KeyUsage.GENERATE_VERIFY_MAC: "mac_algorithms",
}


def algorithms_of(spec: KeySpec, usage: KeyUsage) -> Sequence[Algorithm]:
    """Return what a key of ``spec`` for ``usage`` can do."""
    return _BY_USAGE[usage].get(spec, ())


def list_algorithms(spec: str, usage: str) -> AlgorithmLists:
    """Return the lists that the API shows of such a key, by their API names."""
    use = KeyUsage(usage)
    names = tuple(algorithm.value for algorithm in algorithms_of(KeySpec(spec), use))
    return AlgorithmLists(**{_LISTED_AS[use]: names})


def require_algorithm(key: KeyOfKind, algorithm: Algorithm) -> None:
    """Refuse an algorithm that a key of that spec and usage has not."""
    if algorithm not in algorithms_of(KeySpec(key.spec), KeyUsage(key.usage)):
        raise InvalidKeyUsageException(
            f"Algorithm {algorithm.value} is incompatible with key spec {key.spec}."
        )
