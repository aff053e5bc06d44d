"""How many requests a second an account may make in a Region, by kind of request.

AWS KMS Developer Guide, "Request quotas". The caller's account counts, not the key's
owner, and each quota for itself.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from kmsportal.core.call import Call

AWS = "aws"
SYMMETRIC, RSA, ECC = "symmetric", "rsa", "ecc"
ML_DSA, ML_KEM = "ml-dsa", "ml-kem"

_OPERATIONS_OF_RATE: Mapping[int, tuple[str, ...]] = {
    5: (
        "CancelKeyDeletion",
        "ConnectCustomKeyStore",
        "CreateAlias",
        "CreateCustomKeyStore",
        "CreateKey",
        "DeleteCustomKeyStore",
        "DescribeCustomKeyStores",
        "DisableKey",
        "DisableKeyRotation",
        "DisconnectCustomKeyStore",
        "EnableKey",
        "GetKeyLastUsage",
        "ReplicateKey",
        "RotateKeyOnDemand",
        "UntagResource",
        "UpdateAlias",
        "UpdateCustomKeyStore",
        "UpdateKeyDescription",
        "UpdatePrimaryRegion",
    ),
    1: ("GetParametersForImport",),
    10: ("TagResource",),
    15: (
        "DeleteAlias",
        "DeleteImportedKeyMaterial",
        "EnableKeyRotation",
        "ImportKeyMaterial",
        "PutKeyPolicy",
        "ScheduleKeyDeletion",
    ),
    50: ("CreateGrant", "RetireGrant", "RevokeGrant"),
    100: ("ListGrants", "ListKeyPolicies", "ListKeyRotations", "ListRetirableGrants"),
    500: ("ListAliases", "ListKeys"),
    1000: ("GetKeyPolicy", "GetKeyRotationStatus"),
    2000: ("DescribeKey", "GetPublicKey", "ListResourceTags"),
}
_PAIR_RATES: Mapping[str, int] = {
    "pair-ECC_NIST_P256": 100,
    "pair-ECC_NIST_P384": 100,
    "pair-ECC_NIST_P521": 100,
    "pair-ECC_SECG_P256K1": 100,
    "pair-ECC_NIST_EDWARDS25519": 100,
    "pair-RSA_2048": 20,
    "pair-RSA_3072": 4,
    "pair-RSA_4096": 1,
    "pair-SM2": 25,
}
# AWS General Reference, "AWS CloudTrail endpoints and quotas".
_ELSEWHERE: Mapping[str, int] = {"cloudtrail:LookupEvents": 2}
AWS_RATES: Mapping[str, int] = {
    "LookupEvents": _ELSEWHERE["cloudtrail:LookupEvents"],
    SYMMETRIC: 10_000,
    RSA: 1000,
    ECC: 1000,
    ML_DSA: 1000,
    **_PAIR_RATES,
    **{name: rate for rate, names in _OPERATIONS_OF_RATE.items() for name in names},
}
_ML_KEM_PAIRS = {"pair-ML_KEM_512", "pair-ML_KEM_768", "pair-ML_KEM_1024"}
NAMES = AWS_RATES.keys() | {ML_KEM} | _ML_KEM_PAIRS
"""What can be limited. AWS has published no figure for ML-KEM yet."""

_BY_ALGORITHM = {
    "SYMMETRIC": SYMMETRIC,
    "RSAES": RSA,
    "RSASSA": RSA,
    "ECDSA": ECC,
    "ED25519": ECC,
    "SM2PKE": ECC,
    "SM2DSA": ECC,
    "ML": ML_DSA,
}


def _of_algorithm(algorithm: str) -> str:
    return _BY_ALGORITHM[algorithm.partition("_")[0]]


def _of_encryption(params: Any) -> str:  # noqa: ANN401 - each operation has its own
    return _of_algorithm(params.encryption_algorithm.value)


def _of_re_encryption(params: Any) -> str:  # noqa: ANN401 - ReEncrypt's own
    """Count the dearer of both sides: a call is one request."""
    source = _of_algorithm(params.source_encryption_algorithm.value)
    if source != SYMMETRIC:
        return source
    return _of_algorithm(params.destination_encryption_algorithm.value)


def _of_signature(params: Any) -> str:  # noqa: ANN401 - each operation has its own
    return _of_algorithm(params.signing_algorithm.value)


def _of_pair(params: Any) -> str:  # noqa: ANN401 - each operation has its own
    return f"pair-{params.key_pair_spec.value}"


SHARED: Mapping[str, Callable[[Any], str]] = {
    "Decapsulate": lambda _params: ML_KEM,
    "Decrypt": _of_encryption,
    "DeriveSharedSecret": lambda _params: ECC,
    "Encapsulate": lambda _params: ML_KEM,
    "Encrypt": _of_encryption,
    "GenerateDataKey": lambda _params: SYMMETRIC,
    "GenerateDataKeyPair": _of_pair,
    "GenerateDataKeyPairWithoutPlaintext": _of_pair,
    "GenerateDataKeyWithoutPlaintext": lambda _params: SYMMETRIC,
    "GenerateMac": lambda _params: SYMMETRIC,
    "GenerateRandom": lambda _params: SYMMETRIC,
    "ReEncrypt": _of_re_encryption,
    "Sign": _of_signature,
    "Verify": _of_signature,
    "VerifyMac": lambda _params: SYMMETRIC,
}


def is_counted(call: Call) -> bool:
    """Whether any quota can limit such a call."""
    operation = call.operation
    return operation.service == "kms" or operation.action in _ELSEWHERE


def quota_of(call: Call) -> str:
    """Name the quota that a call counts towards."""
    name = call.operation.name
    shared = SHARED.get(name)
    return name if shared is None else shared(call.params)


def rates() -> Mapping[str, int]:
    """Return the limits that are set, by quota; none by default.

    ImproperlyConfigured when the setting names no quota or no number.
    """
    return _parse(tuple(settings.KMSPORTAL_REQUEST_QUOTAS))


@lru_cache(maxsize=8)
def _parse(entries: tuple[str, ...]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for entry in entries:
        if entry == AWS:
            found.update(AWS_RATES)
            continue
        name, _, rate = entry.partition("=")
        if name not in NAMES or not (rate.isascii() and rate.isdigit()):
            raise ImproperlyConfigured(
                f"KMSPORTAL_REQUEST_QUOTAS: {entry!r} is neither aws nor a quota and"
                " its number, such as symmetric=20000."
            )
        found[name] = int(rate)
    return {name: rate for name, rate in found.items() if rate}
