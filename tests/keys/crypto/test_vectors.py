"""Every algorithm against published answers; ``vectors/README.md`` has the sources."""

import hashlib
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.mldsa import (
    MLDSA44PrivateKey,
    MLDSA65PrivateKey,
    MLDSA87PrivateKey,
)
from cryptography.hazmat.primitives.asymmetric.mlkem import (
    MLKEM768PrivateKey,
    MLKEM1024PrivateKey,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from keys.algorithms import (
    EncryptionAlgorithm,
    MacAlgorithm,
    MessageType,
    SigningAlgorithm,
)
from keys.crypto import encapsulation, oaep
from keys.crypto.agreement import derive_shared_secret
from keys.crypto.macs import BadMacError, check_mac, make_mac
from keys.crypto.mlkem512 import MLKEM512PrivateKey
from keys.crypto.pairs import CURVES, PublicKey, UnfitKeyError, public_der
from keys.crypto.signing import BadSignatureError, sign, verify
from keys.specs import KeySpec
from tests.keys.crypto.published import (
    Vector,
    ec_public,
    integer,
    octets,
    rsa_private,
    rsa_public,
    vectors,
)

RAW, DIGEST, MU = MessageType
ML_DSA: dict[int, Any] = {
    44: MLDSA44PrivateKey,
    65: MLDSA65PrivateKey,
    87: MLDSA87PrivateKey,
}
ML_KEM: dict[int, Any] = {
    512: MLKEM512PrivateKey,
    768: MLKEM768PrivateKey,
    1024: MLKEM1024PrivateKey,
}
HASHES = {"256": hashlib.sha256, "384": hashlib.sha384, "512": hashlib.sha512}


def check(vector: Vector, public: PublicKey, signature: bytes) -> None:
    """Find the vector's verdict for its message and for the message's digest."""
    algorithm = SigningAlgorithm(vector["algorithm"])
    message = octets(vector, "message")
    digest = HASHES[algorithm.value[-3:]](message).digest()
    for kind, content in ((RAW, message), (DIGEST, digest)):
        if vector["result"] == "valid":
            verify(
                public,
                content,
                signature=signature,
                algorithm=algorithm,
                message_type=kind,
            )
            continue
        with pytest.raises(BadSignatureError):
            verify(
                public,
                content,
                signature=signature,
                algorithm=algorithm,
                message_type=kind,
            )


@pytest.mark.parametrize(
    "vector",
    [
        *vectors("rsa_pkcs1v15_cavp"),
        *vectors("rsa_pss_wycheproof"),
        *vectors("rsa_pss_short_salt_cavp"),
    ],
)
def test_rsa_signatures(vector: Vector) -> None:
    check(vector, rsa_public(vector), octets(vector, "signature"))


@pytest.mark.parametrize("vector", vectors("ecdsa_cavp"))
def test_ecdsa_signatures(vector: Vector) -> None:
    signature = encode_dss_signature(integer(vector, "r"), integer(vector, "s"))
    check(vector, ec_public(vector), signature)


@pytest.mark.parametrize("vector", vectors("ed25519_rfc8032"))
def test_ed25519_signatures(vector: Vector) -> None:
    private = Ed25519PrivateKey.from_private_bytes(octets(vector, "seed"))
    algorithm, message = SigningAlgorithm.ED25519_SHA_512, octets(vector, "message")
    made = sign(private, message, algorithm=algorithm, message_type=RAW)
    assert made == octets(vector, "signature")
    public = Ed25519PublicKey.from_public_bytes(octets(vector, "public"))
    verify(public, message, signature=made, algorithm=algorithm, message_type=RAW)


@pytest.mark.parametrize("vector", vectors("ed25519ph_rfc8032"))
def test_ed25519ph_signatures(vector: Vector) -> None:
    private = Ed25519PrivateKey.from_private_bytes(octets(vector, "seed"))
    algorithm, message = SigningAlgorithm.ED25519_PH_SHA_512, octets(vector, "message")
    made = sign(private, message, algorithm=algorithm, message_type=DIGEST)
    assert made == octets(vector, "signature")
    public = Ed25519PublicKey.from_public_bytes(octets(vector, "public"))
    verify(public, message, signature=made, algorithm=algorithm, message_type=DIGEST)
    with pytest.raises(BadSignatureError):
        verify(
            public,
            message,
            signature=made,
            algorithm=SigningAlgorithm.ED25519_SHA_512,
            message_type=RAW,
        )


@pytest.mark.parametrize("size", ML_DSA)
def test_ml_dsa_signatures(size: int) -> None:
    """Over mu, which alone lets in the context that these vectors have."""
    for vector in vectors(f"ml_dsa_{size}_kat"):
        public = ML_DSA[size].from_seed_bytes(octets(vector, "seed")).public_key()
        raw = public.public_bytes_raw()
        assert raw == octets(vector, "public")
        mu = external_mu(raw, octets(vector, "context"), octets(vector, "message"))
        signature = octets(vector, "signature")
        algorithm = SigningAlgorithm.ML_DSA_SHAKE_256
        verify(public, mu, signature=signature, algorithm=algorithm, message_type=MU)
        for spoilt in (signature[:-1], bytes([signature[0] ^ 1]) + signature[1:]):
            with pytest.raises(BadSignatureError):
                verify(
                    public, mu, signature=spoilt, algorithm=algorithm, message_type=MU
                )


def external_mu(public: bytes, context: bytes, message: bytes) -> bytes:
    """Compute the representative by its definition (FIPS 204, algorithms 2 and 7)."""
    tr = hashlib.shake_256(public).digest(64)
    framed = b"\0" + bytes([len(context)]) + context + message
    return hashlib.shake_256(tr + framed).digest(64)


@pytest.mark.parametrize("size", ML_KEM)
def test_ml_kem(size: int) -> None:
    for vector in vectors(f"ml_kem_{size}_kat"):
        seed = octets(vector, "d") + octets(vector, "z")
        private = ML_KEM[size].from_seed_bytes(seed)
        public = private.public_key().public_bytes_raw()
        assert public == octets(vector, "public")
        ciphertext = octets(vector, "ciphertext")
        opened = encapsulation.decapsulate(private, ciphertext)
        assert opened == octets(vector, "secret")
        other = encapsulation.decapsulate(private, octets(vector, "other_ciphertext"))
        assert other == octets(vector, "other_secret")
        with pytest.raises(oaep.BrokenCiphertextError):
            encapsulation.decapsulate(private, ciphertext[:-1])


@pytest.mark.parametrize("vector", vectors("hmac_rfc4231"))
def test_macs(vector: Vector) -> None:
    algorithm = MacAlgorithm(vector["algorithm"])
    secret, message = octets(vector, "key"), octets(vector, "message")
    mac = make_mac(secret, message, algorithm=algorithm)
    assert mac == octets(vector, "mac")
    check_mac(secret, message, mac=mac, algorithm=algorithm)
    for other in (mac[:-1], mac + b"\0", b"", bytes([mac[0] ^ 1]) + mac[1:]):
        with pytest.raises(BadMacError):
            check_mac(secret, message, mac=other, algorithm=algorithm)


@pytest.mark.parametrize("vector", vectors("oaep"))
def test_oaep(vector: Vector) -> None:
    algorithm = EncryptionAlgorithm(vector["algorithm"])
    private, ciphertext = rsa_private(vector), octets(vector, "ciphertext")
    opened = oaep.decrypt(private, ciphertext, algorithm=algorithm)
    assert opened == octets(vector, "message")
    other = {
        EncryptionAlgorithm.RSAES_OAEP_SHA_1: EncryptionAlgorithm.RSAES_OAEP_SHA_256,
        EncryptionAlgorithm.RSAES_OAEP_SHA_256: EncryptionAlgorithm.RSAES_OAEP_SHA_1,
    }[algorithm]
    with pytest.raises(oaep.BrokenCiphertextError):
        oaep.decrypt(private, ciphertext, algorithm=other)


@pytest.mark.parametrize("vector", vectors("ecdh_cavp"))
def test_ecdh(vector: Vector) -> None:
    curve = CURVES[KeySpec(vector["spec"])]
    private = ec.derive_private_key(integer(vector, "d"), curve)
    if vector["result"] == "valid":
        peer = public_der(ec_public(vector, "peer_x", "peer_y"))
        assert derive_shared_secret(private, peer) == octets(vector, "secret")
        return
    with pytest.raises(UnfitKeyError):
        derive_shared_secret(
            private, spelled_like(public_der(private.public_key()), vector)
        )


def spelled_like(fit: bytes, vector: Vector) -> bytes:
    """Put the vector's point, which is on no curve, in the place of that of ``fit``."""
    width = (CURVES[KeySpec(vector["spec"])].key_size + 7) // 8
    x, y = integer(vector, "peer_x"), integer(vector, "peer_y")
    return fit[: -2 * width] + x.to_bytes(width, "big") + y.to_bytes(width, "big")
