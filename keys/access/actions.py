"""The actions that policies can allow on a key, and what each call of them says.

AWS KMS Developer Guide, "AWS KMS permissions" and "AWS KMS condition keys".
"""

from collections.abc import Mapping

from kmsportal.core.operation import ContextValue

USES = (
    "Encrypt",
    "Decrypt",
    "ReEncryptFrom",
    "ReEncryptTo",
    "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "Sign",
    "Verify",
    "GenerateMac",
    "VerifyMac",
    "DeriveSharedSecret",
    "Encapsulate",
    "Decapsulate",
    "DescribeKey",
    "GetPublicKey",
    "CreateGrant",
    "RetireGrant",
    "ListGrants",
    "RevokeGrant",
    "GetKeyRotationStatus",
)
"""What another account's principals may be allowed as well."""

MANAGEMENT = (
    "CancelKeyDeletion",
    "CreateAlias",
    "DeleteAlias",
    "DeleteImportedKeyMaterial",
    "DisableKey",
    "DisableKeyRotation",
    "EnableKey",
    "EnableKeyRotation",
    "GetKeyLastUsage",
    "GetKeyPolicy",
    "GetParametersForImport",
    "ImportKeyMaterial",
    "ListKeyPolicies",
    "ListKeyRotations",
    "ListResourceTags",
    "PutKeyPolicy",
    "ReplicateKey",
    "RotateKeyOnDemand",
    "ScheduleKeyDeletion",
    "TagResource",
    "UntagResource",
    "UpdateAlias",
    "UpdateKeyDescription",
    "UpdatePrimaryRegion",
)
KEY_ACTIONS = tuple(f"kms:{name}" for name in (*USES, *MANAGEMENT))
_CROSS_ACCOUNT = frozenset(f"kms:{name}".lower() for name in USES)
_SPELLED = {action.lower(): action for action in KEY_ACTIONS}

_GRANTING: Mapping[str, ContextValue] = {"kms:grantisforawsresource": False}
_SIGNING: Mapping[str, ContextValue] = {"kms:messagetype": "RAW"}
_POLICY: Mapping[str, ContextValue] = {"kms:policyname": "default"}
# What a call says by leaving a parameter out, of all kinds of key.
_DEFAULTS: Mapping[str, Mapping[str, ContextValue]] = {
    "kms:CreateGrant": _GRANTING,
    "kms:GetKeyPolicy": _POLICY,
    "kms:ListGrants": _GRANTING,
    "kms:PutKeyPolicy": _POLICY,
    "kms:RevokeGrant": _GRANTING,
    "kms:ScheduleKeyDeletion": {"kms:schedulekeydeletionpendingwindowindays": 30},
    "kms:Sign": _SIGNING,
    "kms:Verify": _SIGNING,
}
_WITH_ALGORITHM = frozenset(f"kms:{name}" for name in USES[:8])
_SYMMETRIC = "SYMMETRIC_DEFAULT"


def spelled(action: str) -> str | None:
    """Return an action on keys as AWS spells it; None for any other action."""
    return _SPELLED.get(action.lower())


def is_cross_account(action: str) -> bool:
    """Tell whether another account's principals can be allowed the action."""
    return action.lower() in _CROSS_ACCOUNT


def default_facts(action: str, spec: str) -> dict[str, ContextValue]:
    """Return the condition values of a call that leaves out what it may."""
    facts = dict(_DEFAULTS.get(action, {}))
    if action in _WITH_ALGORITHM and spec == _SYMMETRIC:
        facts["kms:encryptionalgorithm"] = _SYMMETRIC
    return facts
