"""Every kind of key that AWS KMS knows, and which uses go with which spec."""

from collections.abc import Mapping
from enum import Enum

from kmsportal.core.errors import ValidationException


class KeySpec(Enum):
    """The API's ``KeySpec``, in the order of the public model."""

    RSA_2048 = "RSA_2048"
    RSA_3072 = "RSA_3072"
    RSA_4096 = "RSA_4096"
    ECC_NIST_P256 = "ECC_NIST_P256"
    ECC_NIST_P384 = "ECC_NIST_P384"
    ECC_NIST_P521 = "ECC_NIST_P521"
    ECC_SECG_P256K1 = "ECC_SECG_P256K1"
    SYMMETRIC_DEFAULT = "SYMMETRIC_DEFAULT"
    HMAC_224 = "HMAC_224"
    HMAC_256 = "HMAC_256"
    HMAC_384 = "HMAC_384"
    HMAC_512 = "HMAC_512"
    SM2 = "SM2"
    ML_DSA_44 = "ML_DSA_44"
    ML_DSA_65 = "ML_DSA_65"
    ML_DSA_87 = "ML_DSA_87"
    ECC_NIST_EDWARDS25519 = "ECC_NIST_EDWARDS25519"
    ML_KEM_512 = "ML_KEM_512"
    ML_KEM_768 = "ML_KEM_768"
    ML_KEM_1024 = "ML_KEM_1024"


class CustomerMasterKeySpec(Enum):
    """The deprecated name of ``KeySpec``, which no newer spec has joined."""

    RSA_2048 = "RSA_2048"
    RSA_3072 = "RSA_3072"
    RSA_4096 = "RSA_4096"
    ECC_NIST_P256 = "ECC_NIST_P256"
    ECC_NIST_P384 = "ECC_NIST_P384"
    ECC_NIST_P521 = "ECC_NIST_P521"
    ECC_SECG_P256K1 = "ECC_SECG_P256K1"
    SYMMETRIC_DEFAULT = "SYMMETRIC_DEFAULT"
    HMAC_224 = "HMAC_224"
    HMAC_256 = "HMAC_256"
    HMAC_384 = "HMAC_384"
    HMAC_512 = "HMAC_512"
    SM2 = "SM2"


class KeyUsage(Enum):
    """The API's ``KeyUsageType``."""

    SIGN_VERIFY = "SIGN_VERIFY"
    ENCRYPT_DECRYPT = "ENCRYPT_DECRYPT"
    GENERATE_VERIFY_MAC = "GENERATE_VERIFY_MAC"
    KEY_AGREEMENT = "KEY_AGREEMENT"
    ENCAPSULATE_DECAPSULATE = "ENCAPSULATE_DECAPSULATE"


class Origin(Enum):
    """The API's ``OriginType``."""

    AWS_KMS = "AWS_KMS"
    EXTERNAL = "EXTERNAL"
    AWS_CLOUDHSM = "AWS_CLOUDHSM"
    EXTERNAL_KEY_STORE = "EXTERNAL_KEY_STORE"


_CRYPT, _SIGN = KeyUsage.ENCRYPT_DECRYPT, KeyUsage.SIGN_VERIFY
_MAC, _AGREE = KeyUsage.GENERATE_VERIFY_MAC, KeyUsage.KEY_AGREEMENT
_CAPSULE = KeyUsage.ENCAPSULATE_DECAPSULATE

# AWS KMS Developer Guide, "Key spec reference".
_USAGES: Mapping[KeySpec, frozenset[KeyUsage]] = {
    KeySpec.SYMMETRIC_DEFAULT: frozenset({_CRYPT}),
    **dict.fromkeys(
        (KeySpec.RSA_2048, KeySpec.RSA_3072, KeySpec.RSA_4096),
        frozenset({_CRYPT, _SIGN}),
    ),
    **dict.fromkeys(
        (KeySpec.ECC_NIST_P256, KeySpec.ECC_NIST_P384, KeySpec.ECC_NIST_P521),
        frozenset({_SIGN, _AGREE}),
    ),
    KeySpec.ECC_SECG_P256K1: frozenset({_SIGN}),
    KeySpec.ECC_NIST_EDWARDS25519: frozenset({_SIGN}),
    **dict.fromkeys(
        (KeySpec.HMAC_224, KeySpec.HMAC_256, KeySpec.HMAC_384, KeySpec.HMAC_512),
        frozenset({_MAC}),
    ),
    KeySpec.SM2: frozenset({_CRYPT, _SIGN, _AGREE}),
    **dict.fromkeys(
        (KeySpec.ML_DSA_44, KeySpec.ML_DSA_65, KeySpec.ML_DSA_87), frozenset({_SIGN})
    ),
    **dict.fromkeys(
        (KeySpec.ML_KEM_512, KeySpec.ML_KEM_768, KeySpec.ML_KEM_1024),
        frozenset({_CAPSULE}),
    ),
}


def settle_usage(spec: KeySpec, usage: KeyUsage | None) -> KeyUsage:
    """Return what a new key is for; ValidationException when that cannot be."""
    if usage is None:
        if spec is not KeySpec.SYMMETRIC_DEFAULT:
            raise ValidationException(
                "You must specify a KeyUsage value for all KMS keys except for"
                " symmetric encryption keys."
            )
        return _CRYPT
    if usage not in _USAGES[spec]:
        raise ValidationException(
            f"KeyUsage {usage.value} is not compatible with KeySpec {spec.value}"
        )
    return usage


# A private-key use of these keeps a core for up to milliseconds.
SLOW_SPECS = frozenset(
    {
        KeySpec.RSA_2048.value,
        KeySpec.RSA_3072.value,
        KeySpec.RSA_4096.value,
        KeySpec.ECC_NIST_P384.value,
        KeySpec.ECC_NIST_P521.value,
        KeySpec.ECC_SECG_P256K1.value,
        KeySpec.ML_DSA_44.value,
        KeySpec.ML_DSA_65.value,
        KeySpec.ML_DSA_87.value,
    }
)
