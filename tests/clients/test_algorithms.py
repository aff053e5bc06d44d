"""Boto3 with every kind of key, over the wire."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from tests.clients.sessions import Session


@pytest.fixture(scope="module")
def kms(alice_session: Session) -> Any:
    """The client, untyped: parameters are told in tables."""
    return alice_session.kms


def _make_key(kms: Any, spec: str, usage: str) -> str:
    key_id: str = kms.create_key(KeySpec=spec, KeyUsage=usage)["KeyMetadata"]["KeyId"]
    return key_id


@pytest.mark.parametrize(
    ("spec", "algorithm"),
    [
        ("RSA_2048", "RSASSA_PSS_SHA_256"),
        ("ECC_NIST_P256", "ECDSA_SHA_256"),
        ("ECC_NIST_P384", "ECDSA_SHA_384"),
        ("ECC_NIST_EDWARDS25519", "ED25519_SHA_512"),
        ("ML_DSA_65", "ML_DSA_SHAKE_256"),
    ],
)
def test_signatures(kms: Any, spec: str, algorithm: str) -> None:
    key_id = _make_key(kms, spec, "SIGN_VERIFY")
    asked = {"KeyId": key_id, "Message": b"pay 10", "SigningAlgorithm": algorithm}
    signature = kms.sign(**asked)["Signature"]
    assert kms.verify(**asked, Signature=signature)["SignatureValid"] is True
    with pytest.raises(kms.exceptions.KMSInvalidSignatureException):
        kms.verify(**asked, Signature=signature[:-1])
    load_der_public_key(kms.get_public_key(KeyId=key_id)["PublicKey"])


def test_a_digest(kms: Any) -> None:
    key_id = _make_key(kms, "ECC_NIST_P256", "SIGN_VERIFY")
    signed = kms.sign(
        KeyId=key_id,
        Message=hashlib.sha256(b"pay 10").digest(),
        MessageType="DIGEST",
        SigningAlgorithm="ECDSA_SHA_256",
    )
    public = load_der_public_key(kms.get_public_key(KeyId=key_id)["PublicKey"])
    assert isinstance(public, ec.EllipticCurvePublicKey)
    public.verify(signed["Signature"], b"pay 10", ec.ECDSA(SHA256()))


def test_macs_and_encapsulations(kms: Any) -> None:
    hmac = _make_key(kms, "HMAC_384", "GENERATE_VERIFY_MAC")
    asked = {"KeyId": hmac, "Message": b"x", "MacAlgorithm": "HMAC_SHA_384"}
    mac = kms.generate_mac(**asked)["Mac"]
    assert kms.verify_mac(**asked, Mac=mac)["MacValid"] is True
    with pytest.raises(kms.exceptions.KMSInvalidMacException):
        kms.verify_mac(**asked, Mac=mac[:-1])
    kem = _make_key(kms, "ML_KEM_512", "ENCAPSULATE_DECAPSULATE")
    sent = kms.encapsulate(KeyId=kem, EncapsulationAlgorithm="ML_KEM")
    got = kms.decapsulate(
        KeyId=kem,
        EncapsulationAlgorithm="ML_KEM",
        SharedSecretCiphertextBlob=sent["SharedSecretCiphertextBlob"],
    )
    assert got["SharedSecret"] == sent["SharedSecret"]


def test_rsa_encryption_and_agreement(kms: Any) -> None:
    rsa = _make_key(kms, "RSA_2048", "ENCRYPT_DECRYPT")
    asked = {"KeyId": rsa, "EncryptionAlgorithm": "RSAES_OAEP_SHA_256"}
    sealed = kms.encrypt(**asked, Plaintext=b"x")["CiphertextBlob"]
    assert kms.decrypt(**asked, CiphertextBlob=sealed)["Plaintext"] == b"x"
    with pytest.raises(kms.exceptions.InvalidKeyUsageException):
        kms.encrypt(KeyId=rsa, Plaintext=b"x")
    agreeing = _make_key(kms, "ECC_NIST_P521", "KEY_AGREEMENT")
    peer = ec.generate_private_key(ec.SECP521R1())
    spki = peer.public_key().public_bytes(
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    )
    derived = kms.derive_shared_secret(
        KeyId=agreeing, KeyAgreementAlgorithm="ECDH", PublicKey=spki
    )
    assert len(derived["SharedSecret"]) == 66


def test_long_work_and_short_work_at_once(kms: Any) -> None:
    """RSA keys and pairs are made while other calls are answered."""
    sealing = kms.create_key()["KeyMetadata"]["KeyId"]
    with ThreadPoolExecutor(4) as threads:
        pairs = [
            threads.submit(
                kms.generate_data_key_pair, KeyId=sealing, KeyPairSpec="RSA_3072"
            )
            for _ in range(2)
        ]
        made = threads.submit(_make_key, kms, "RSA_3072", "SIGN_VERIFY")
        for _ in range(20):
            kms.encrypt(KeyId=sealing, Plaintext=b"x")
        for pair in pairs:
            assert pair.result()["PrivateKeyPlaintext"]
        assert kms.describe_key(KeyId=made.result())
