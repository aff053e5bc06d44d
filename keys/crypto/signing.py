"""Signatures: RSASSA (RFC 8017), ECDSA and EdDSA (FIPS 186-5), ML-DSA (FIPS 204)."""

from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
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
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import (
    SHA256,
    SHA384,
    SHA512,
    HashAlgorithm,
)

from keys.algorithms import MessageType, SigningAlgorithm
from keys.crypto.ed25519ph import sign_prehashed, verify_prehashed
from keys.crypto.libcrypto import LibcryptoError
from keys.crypto.pairs import MLDSAPrivateKey, MLDSAPublicKey, PrivateKey, PublicKey

_ML_DSA_MU_BYTES = 64
_RAW, _DIGEST = MessageType.RAW, MessageType.DIGEST
_PH = SigningAlgorithm.ED25519_PH_SHA_512
_HASHES: Mapping[str, HashAlgorithm] = {
    "SHA_256": SHA256(),
    "SHA_384": SHA384(),
    "SHA_512": SHA512(),
}
_FIXED_MESSAGE_TYPES: Mapping[SigningAlgorithm, frozenset[MessageType]] = {
    SigningAlgorithm.ML_DSA_SHAKE_256: frozenset({_RAW, MessageType.EXTERNAL_MU}),
    SigningAlgorithm.ED25519_SHA_512: frozenset({_RAW}),
    _PH: frozenset({_DIGEST}),
}
_HASHED = frozenset({_RAW, _DIGEST})


class BadSignatureError(Exception):
    """The signature is not one of this message by this key and algorithm."""


class WrongKeyError(Exception):
    """The key pair cannot sign."""


def message_types_of(algorithm: SigningAlgorithm) -> frozenset[MessageType]:
    """Return what a message can be for ``algorithm``."""
    return _FIXED_MESSAGE_TYPES.get(algorithm, _HASHED)


def digest_bytes(algorithm: SigningAlgorithm) -> int:
    """Return how long a digest, or ML-DSA's external mu, must be."""
    if algorithm is SigningAlgorithm.ML_DSA_SHAKE_256:
        return _ML_DSA_MU_BYTES
    return _hash_of(algorithm).digest_size


def sign(
    private: PrivateKey,
    message: bytes,
    *,
    algorithm: SigningAlgorithm,
    message_type: MessageType,
) -> bytes:
    """Sign ``message``, which is of a type and length that ``algorithm`` takes."""
    match private:
        case RSAPrivateKey():
            chosen = _hash_for(algorithm, message_type)
            return private.sign(message, _padding(algorithm), chosen)
        case EllipticCurvePrivateKey():
            return private.sign(message, ECDSA(_hash_for(algorithm, message_type)))
        case Ed25519PrivateKey() if algorithm is _PH:
            return sign_prehashed(private, message)
        case Ed25519PrivateKey():
            return private.sign(message)
        case MLDSA44PrivateKey() | MLDSA65PrivateKey() | MLDSA87PrivateKey():
            return _sign_ml_dsa(private, message, message_type)
        case _:
            raise WrongKeyError


def verify(
    public: PublicKey,
    message: bytes,
    *,
    signature: bytes,
    algorithm: SigningAlgorithm,
    message_type: MessageType,
) -> None:
    """Check a signature; BadSignatureError unless it is true."""
    try:
        _verify(public, message, signature, algorithm, message_type)
    except (InvalidSignature, LibcryptoError):
        raise BadSignatureError from None


def _verify(
    public: PublicKey,
    message: bytes,
    signature: bytes,
    algorithm: SigningAlgorithm,
    message_type: MessageType,
) -> None:
    match public:
        case RSAPublicKey():
            chosen = _hash_for(algorithm, message_type)
            public.verify(signature, message, _padding(algorithm), chosen)
        case EllipticCurvePublicKey():
            public.verify(signature, message, ECDSA(_hash_for(algorithm, message_type)))
        case Ed25519PublicKey() if algorithm is _PH:
            verify_prehashed(public, message, signature)
        case Ed25519PublicKey():
            public.verify(signature, message)
        case MLDSA44PublicKey() | MLDSA65PublicKey() | MLDSA87PublicKey():
            _verify_ml_dsa(public, message, signature, message_type)
        case _:
            raise WrongKeyError


def _sign_ml_dsa(
    private: MLDSAPrivateKey, message: bytes, message_type: MessageType
) -> bytes:
    if message_type is MessageType.EXTERNAL_MU:
        return private.sign_mu(message)
    return private.sign(message)


def _verify_ml_dsa(
    public: MLDSAPublicKey, message: bytes, signature: bytes, message_type: MessageType
) -> None:
    if message_type is MessageType.EXTERNAL_MU:
        public.verify_mu(signature, message)
    else:
        public.verify(signature, message)


def _hash_of(algorithm: SigningAlgorithm) -> HashAlgorithm:
    """Read the hash off the name: ``RSASSA_PSS_SHA_256`` ends in ``SHA_256``."""
    return _HASHES[algorithm.value[-7:]]


def _hash_for(
    algorithm: SigningAlgorithm, message_type: MessageType
) -> HashAlgorithm | Prehashed:
    chosen = _hash_of(algorithm)
    return Prehashed(chosen) if message_type is _DIGEST else chosen


def _padding(algorithm: SigningAlgorithm) -> padding.AsymmetricPadding:
    """Choose the padding; a PSS salt is as long as the digest (AWS KMS)."""
    if algorithm.value.startswith("RSASSA_PKCS1"):
        return padding.PKCS1v15()
    return padding.PSS(
        mgf=padding.MGF1(_hash_of(algorithm)), salt_length=padding.PSS.DIGEST_LENGTH
    )
