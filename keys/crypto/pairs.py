"""Key pairs of every spec: made, read and written.

Private keys are DER PKCS#8 (RFC 5208; ML-DSA and ML-KEM in seed format, RFC 9881 and
RFC 9935), public keys DER SubjectPublicKeyInfo (RFC 5280).
"""

from collections.abc import Callable, Mapping

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ec import (
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.mldsa import (
    MLDSA44PrivateKey,
    MLDSA44PublicKey,
    MLDSA65PrivateKey,
    MLDSA65PublicKey,
    MLDSA87PrivateKey,
    MLDSA87PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.mlkem import (
    MLKEM768PrivateKey,
    MLKEM768PublicKey,
    MLKEM1024PrivateKey,
    MLKEM1024PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from keys.crypto.libcrypto import LibcryptoError
from keys.crypto.mlkem512 import MLKEM512PrivateKey, MLKEM512PublicKey
from keys.specs import KeySpec

MLDSAPrivateKey = MLDSA44PrivateKey | MLDSA65PrivateKey | MLDSA87PrivateKey
MLKEMPrivateKey = MLKEM512PrivateKey | MLKEM768PrivateKey | MLKEM1024PrivateKey
PrivateKey = (
    RSAPrivateKey
    | EllipticCurvePrivateKey
    | Ed25519PrivateKey
    | MLDSAPrivateKey
    | MLKEMPrivateKey
)
MLDSAPublicKey = MLDSA44PublicKey | MLDSA65PublicKey | MLDSA87PublicKey
MLKEMPublicKey = MLKEM512PublicKey | MLKEM768PublicKey | MLKEM1024PublicKey
PublicKey = (
    RSAPublicKey
    | EllipticCurvePublicKey
    | Ed25519PublicKey
    | MLDSAPublicKey
    | MLKEMPublicKey
)

_PUBLIC_EXPONENT = 65537
_RSA_BITS: Mapping[KeySpec, int] = {
    KeySpec.RSA_2048: 2048,
    KeySpec.RSA_3072: 3072,
    KeySpec.RSA_4096: 4096,
}
CURVES: Mapping[KeySpec, ec.EllipticCurve] = {
    KeySpec.ECC_NIST_P256: ec.SECP256R1(),
    KeySpec.ECC_NIST_P384: ec.SECP384R1(),
    KeySpec.ECC_NIST_P521: ec.SECP521R1(),
    KeySpec.ECC_SECG_P256K1: ec.SECP256K1(),
}
_MAKERS: Mapping[KeySpec, Callable[[], PrivateKey]] = {
    KeySpec.ECC_NIST_EDWARDS25519: Ed25519PrivateKey.generate,
    KeySpec.ML_DSA_44: MLDSA44PrivateKey.generate,
    KeySpec.ML_DSA_65: MLDSA65PrivateKey.generate,
    KeySpec.ML_DSA_87: MLDSA87PrivateKey.generate,
    KeySpec.ML_KEM_512: MLKEM512PrivateKey.generate,
    KeySpec.ML_KEM_768: MLKEM768PrivateKey.generate,
    KeySpec.ML_KEM_1024: MLKEM1024PrivateKey.generate,
}
_CLASSES: Mapping[KeySpec, type] = {
    KeySpec.ECC_NIST_EDWARDS25519: Ed25519PrivateKey,
    KeySpec.ML_DSA_44: MLDSA44PrivateKey,
    KeySpec.ML_DSA_65: MLDSA65PrivateKey,
    KeySpec.ML_DSA_87: MLDSA87PrivateKey,
    KeySpec.ML_KEM_512: MLKEM512PrivateKey,
    KeySpec.ML_KEM_768: MLKEM768PrivateKey,
    KeySpec.ML_KEM_1024: MLKEM1024PrivateKey,
}
PAIR_SPECS = frozenset((*_RSA_BITS, *CURVES, *_MAKERS))


class UnfitKeyError(Exception):
    """The bytes are no key of the spec that they were given for."""


def new_private_key(spec: KeySpec) -> PrivateKey:
    """Make a fresh key pair of ``spec``, one of ``PAIR_SPECS``."""
    if spec in _RSA_BITS:
        return rsa.generate_private_key(_PUBLIC_EXPONENT, _RSA_BITS[spec])
    if spec in CURVES:
        return ec.generate_private_key(CURVES[spec])
    return _MAKERS[spec]()


def private_der(private: PrivateKey) -> bytes:
    """Write the private key as PKCS#8."""
    if isinstance(private, MLKEM512PrivateKey):
        return private.private_der()
    return private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def public_der(public: PublicKey) -> bytes:
    """Write the public key as SubjectPublicKeyInfo."""
    if isinstance(public, MLKEM512PublicKey):
        return public.public_der()
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def read_private_key(spec: KeySpec, der: bytes) -> PrivateKey:
    """Read a stranger's PKCS#8 with every check; UnfitKeyError unless of ``spec``."""
    return _read(spec, der, is_trusted=False)


def open_private_key(spec: KeySpec, der: bytes) -> PrivateKey:
    """Read PKCS#8 that was checked when it was made or came in."""
    return _read(spec, der, is_trusted=True)


def _read(spec: KeySpec, der: bytes, *, is_trusted: bool) -> PrivateKey:
    if spec is KeySpec.ML_KEM_512:
        return _read_mlkem512(der)
    # Proving the primes of RSA_4096 again would cost most of a second.
    try:
        private = load_der_private_key(
            der, password=None, unsafe_skip_rsa_key_validation=is_trusted
        )
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise UnfitKeyError from None
    if not _is_of(spec, private):
        raise UnfitKeyError
    return private  # type: ignore[return-value]  # _is_of has seen its class


def _read_mlkem512(der: bytes) -> MLKEM512PrivateKey:
    try:
        return MLKEM512PrivateKey.from_der(der)
    except LibcryptoError:
        raise UnfitKeyError from None


def _is_of(spec: KeySpec, private: object) -> bool:
    if isinstance(private, RSAPrivateKey):
        return private.key_size == _RSA_BITS.get(spec)
    if isinstance(private, EllipticCurvePrivateKey):
        return spec in CURVES and private.curve.name == CURVES[spec].name
    return spec in _CLASSES and isinstance(private, _CLASSES[spec])
