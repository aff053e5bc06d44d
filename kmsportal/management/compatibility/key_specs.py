"""Which kinds of key this portal makes, and which operations take which kind."""

from collections.abc import Iterable, Mapping

from keys.specs import KeySpec, KeyUsage, settle_usage
from kmsportal.core.errors import ValidationException

MADE: tuple[KeySpec, ...] = (
    KeySpec.SYMMETRIC_DEFAULT,
    *(s for s in KeySpec if s not in {KeySpec.SYMMETRIC_DEFAULT, KeySpec.SM2}),
)
"""What CreateKey makes; a test asks CreateKey itself."""

_ENCRYPTION = frozenset({KeyUsage.ENCRYPT_DECRYPT})
_SIGNATURE = frozenset({KeyUsage.SIGN_VERIFY})
_MAC = frozenset({KeyUsage.GENERATE_VERIFY_MAC})
_AGREEMENT = frozenset({KeyUsage.KEY_AGREEMENT})
_CAPSULE = frozenset({KeyUsage.ENCAPSULATE_DECAPSULATE})

# AWS KMS API Reference, each operation's own page.
_BY_USAGE: Mapping[str, frozenset[KeyUsage]] = {
    **dict.fromkeys(("Encrypt", "Decrypt", "ReEncrypt"), _ENCRYPTION),
    **dict.fromkeys(("Sign", "Verify"), _SIGNATURE),
    **dict.fromkeys(("GenerateMac", "VerifyMac"), _MAC),
    **dict.fromkeys(("Encapsulate", "Decapsulate"), _CAPSULE),
    "DeriveSharedSecret": _AGREEMENT,
    "GetPublicKey": _SIGNATURE | _AGREEMENT | _CAPSULE,
}
_SYMMETRIC = frozenset(
    {
        "DisableKeyRotation",
        "EnableKeyRotation",
        "GenerateDataKey",
        "GenerateDataKeyPair",
        "GenerateDataKeyPairWithoutPlaintext",
        "GenerateDataKeyWithoutPlaintext",
        "GetKeyRotationStatus",
        "ListKeyRotations",
        "RotateKeyOnDemand",
    }
)
_WITHOUT_KEY = frozenset({"GenerateRandom", "ListAliases", "ListKeys"})


def usages_of(spec: KeySpec) -> list[KeyUsage]:
    """Return what a key of ``spec`` can be for."""
    return [usage for usage in KeyUsage if _fits(spec, usage)]


def specs_for(operation_name: str) -> str:
    """Return, in the words of the page, which keys the KMS operation takes."""
    if operation_name in _WITHOUT_KEY:
        return "none"
    if operation_name in _SYMMETRIC:
        return _listed([KeySpec.SYMMETRIC_DEFAULT])
    usages = _BY_USAGE.get(operation_name)
    if usages is None:
        return "all"
    return _listed(spec for spec in MADE if usages.intersection(usages_of(spec)))


def _listed(specs: Iterable[KeySpec]) -> str:
    return ", ".join(f"`{spec.value}`" for spec in specs)


def _fits(spec: KeySpec, usage: KeyUsage) -> bool:
    try:
        settle_usage(spec, usage)
    except ValidationException:
        return False
    return True
