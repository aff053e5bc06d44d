"""Sorts calls into the request classes that a price book can price apart.

The classes and what belongs to them are those of the AWS KMS pricing page; the names
are the usage types of its price list.
"""

from enum import Enum

BILLABLE_SERVICE = "kms:"

_DATA_KEY_PAIR_OPERATIONS = frozenset(
    {"kms:GenerateDataKeyPair", "kms:GenerateDataKeyPairWithoutPlaintext"}
)
_ASYMMETRIC_OPERATIONS = frozenset(
    {
        "kms:Decapsulate",
        "kms:Decrypt",
        "kms:DeriveSharedSecret",
        "kms:Encapsulate",
        "kms:Encrypt",
        "kms:GetPublicKey",
        "kms:ReEncrypt",
        "kms:Sign",
        "kms:Verify",
    }
)
CRYPTOGRAPHIC_OPERATIONS = (
    _DATA_KEY_PAIR_OPERATIONS
    | _ASYMMETRIC_OPERATIONS
    | {
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:GenerateMac",
        "kms:VerifyMac",
    }
) - {"kms:GetPublicKey"}
"""What shows that a key is in use."""

_SYMMETRIC_SPECS = ("SYMMETRIC_DEFAULT", "HMAC_")


class RequestClass(Enum):
    """What a price can depend on, besides the count."""

    STANDARD = "KMS-Requests"
    ASYMMETRIC_RSA_2048 = "KMS-Requests-Asymmetric-RSA_2048"
    ASYMMETRIC = "KMS-Requests-Asymmetric"
    DATA_KEY_PAIR_ECC = "KMS-Requests-GenerateDatakeyPair-ECC"
    DATA_KEY_PAIR_RSA = "KMS-Requests-GenerateDatakeyPair-RSA"


def makes_data_key_pair(operation: str) -> bool:
    return operation in _DATA_KEY_PAIR_OPERATIONS


def classify(operation: str, *, key_spec: str, pair_spec: str = "") -> RequestClass:
    """Return the class of a call of ``operation`` (``kms:Sign``).

    ``key_spec`` is empty for a call without a key; ``pair_spec`` is the
    ``KeyPairSpec`` of the data key pair that was asked for.
    """
    if makes_data_key_pair(operation) and pair_spec:
        return _data_key_pair_class(pair_spec)
    if operation in _ASYMMETRIC_OPERATIONS and key_spec and _is_asymmetric(key_spec):
        return _asymmetric_class(key_spec)
    return RequestClass.STANDARD


def _data_key_pair_class(pair_spec: str) -> RequestClass:
    if pair_spec.startswith("RSA_"):
        return RequestClass.DATA_KEY_PAIR_RSA
    return RequestClass.DATA_KEY_PAIR_ECC


def _asymmetric_class(key_spec: str) -> RequestClass:
    if key_spec == "RSA_2048":
        return RequestClass.ASYMMETRIC_RSA_2048
    return RequestClass.ASYMMETRIC


def _is_asymmetric(key_spec: str) -> bool:
    return not key_spec.startswith(_SYMMETRIC_SPECS)
