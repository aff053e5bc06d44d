"""Fresh key material and key pairs, or a plain word that they cannot be made here."""

from keys.crypto.libcrypto import LibcryptoMissingError
from keys.crypto.material import new_material
from keys.crypto.pairs import PrivateKey, new_private_key
from keys.specs import KeySpec
from kmsportal.core.errors import UnsupportedOperationException

OPENSSL_NEEDED = "needs OpenSSL 3.5 or newer on the machine of this service."


def make_material(spec: KeySpec) -> bytes:
    """Make the material of a key; UnsupportedOperationException where impossible."""
    refuse_sm2(spec)
    try:
        return new_material(spec)
    except LibcryptoMissingError:
        raise _unsupported(spec) from None


def make_pair(spec: KeySpec) -> PrivateKey:
    """Make a key pair; UnsupportedOperationException where impossible."""
    refuse_sm2(spec)
    try:
        return new_private_key(spec)
    except LibcryptoMissingError:
        raise _unsupported(spec) from None


def _unsupported(spec: KeySpec) -> UnsupportedOperationException:
    return UnsupportedOperationException(f"The key spec {spec.value} {OPENSSL_NEEDED}")


def refuse_sm2(spec: KeySpec) -> None:
    """Refuse a spec that AWS has in its China Regions only."""
    if spec is KeySpec.SM2:
        raise UnsupportedOperationException(
            "The key spec SM2 is available in China Regions only."
        )
