"""ECDH: the shared secret of two key pairs (SP 800-56A, cofactor Diffie-Hellman)."""

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.serialization import load_der_public_key

from keys.crypto.pairs import UnfitKeyError


def derive_shared_secret(private: EllipticCurvePrivateKey, peer_der: bytes) -> bytes:
    """Return the x coordinate, as long as the field, shared with a peer.

    ``peer_der`` is the peer's SubjectPublicKeyInfo; UnfitKeyError unless it is a point
    of the same curve.
    """
    peer = _read_peer(peer_der)
    if peer.curve.name != private.curve.name:
        raise UnfitKeyError
    return private.exchange(ECDH(), peer)


def _read_peer(der: bytes) -> EllipticCurvePublicKey:
    try:
        peer = load_der_public_key(der)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise UnfitKeyError from None
    if not isinstance(peer, EllipticCurvePublicKey):
        raise UnfitKeyError
    return peer
