"""Fresh key material and key pairs, or a plain word that they cannot be made here."""

from keys.crypto.libcrypto import LibcryptoMissingError, libcrypto
from keys.crypto.material import new_material
from keys.crypto.pairs import PrivateKey, new_private_key
from keys.specs import KeySpec
from kmsportal.core.errors import UnsupportedOperationException

OPENSSL_NEEDED = "needs OpenSSL 3.5 or newer on the machine of this service."


def make_material(spec: KeySpec) -> bytes:
    """Make the material of a key; UnsupportedOperationException where impossible."""
    require_makeable(spec)
    return new_material(spec)


def make_pair(spec: KeySpec) -> PrivateKey:
    """Make a key pair; UnsupportedOperationException where impossible."""
    require_makeable(spec)
    return new_private_key(spec)


def require_makeable(spec: KeySpec) -> None:
    """Refuse what AWS has in China alone, and what this machine has not."""
    if spec is KeySpec.SM2:
        raise UnsupportedOperationException(
            "The key spec SM2 is available in China Regions only."
        )
    if spec is KeySpec.ML_KEM_512:
        _require_libcrypto(spec)


def _require_libcrypto(spec: KeySpec) -> None:
    try:
        libcrypto()
    except LibcryptoMissingError:
        raise UnsupportedOperationException(
            f"The key spec {spec.value} {OPENSSL_NEEDED}"
        ) from None
