"""What is signed by a key of the portal is good elsewhere: JWTs and certificates."""

import base64
import json
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    load_der_public_key,
)
from cryptography.x509.oid import NameOID

from tests.clients.sessions import Session
from tests.world import NOW

SHA256 = hashes.SHA256()
CLAIMS = {"iss": "orders", "sub": "4711"}
# RFC 5758 3.2 and RFC 8017 A.2.4: the AlgorithmIdentifiers, in DER.
ECDSA_WITH_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")
RSA_WITH_SHA256 = bytes.fromhex("300d06092a864886f70d01010b0500")
_BIT_STRING, _SEQUENCE = 0x03, 0x30


class Signer:
    """A key pair of the portal, as a program signs with it."""

    def __init__(self, session: Session, spec: str, algorithm: str) -> None:
        members: Any = {"KeySpec": spec, "KeyUsage": "SIGN_VERIFY"}
        self._kms: Any = session.kms
        self._algorithm = algorithm
        self._key_id = self._kms.create_key(**members)["KeyMetadata"]["KeyId"]
        der = self._kms.get_public_key(KeyId=self._key_id)["PublicKey"]
        self.public: Any = load_der_public_key(der)

    def sign(self, message: bytes) -> bytes:
        signed = self._kms.sign(
            KeyId=self._key_id, Message=message, SigningAlgorithm=self._algorithm
        )
        signature: bytes = signed["Signature"]
        return signature


def encoded(part: bytes) -> bytes:
    return base64.urlsafe_b64encode(part).rstrip(b"=")


def decoded(part: bytes) -> bytes:
    return base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4))


def token_of(algorithm: str, sign: Callable[[bytes], bytes]) -> bytes:
    """Make a JWT (RFC 7519) in the compact form of RFC 7515."""
    header = {"alg": algorithm, "typ": "JWT"}
    parts = (json.dumps(part).encode() for part in (header, CLAIMS))
    signed = b".".join(map(encoded, parts))
    return signed + b"." + encoded(sign(signed))


def test_a_token_signed_with_rs256_verifies(alice_session: Session) -> None:
    signer = Signer(alice_session, "RSA_2048", "RSASSA_PKCS1_V1_5_SHA_256")
    signed, _, signature = token_of("RS256", signer.sign).rpartition(b".")
    signer.public.verify(decoded(signature), signed, padding.PKCS1v15(), SHA256)


def test_a_token_signed_with_es256_verifies(alice_session: Session) -> None:
    signer = Signer(alice_session, "ECC_NIST_P256", "ECDSA_SHA_256")

    def sign(message: bytes) -> bytes:
        # RFC 7518 3.4: two numbers of 32 bytes, not DER.
        numbers = decode_dss_signature(signer.sign(message))
        return b"".join(number.to_bytes(32, "big") for number in numbers)

    signed, _, signature = token_of("ES256", sign).rpartition(b".")
    raw = decoded(signature)
    der = encode_dss_signature(
        int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    )
    signer.public.verify(der, signed, ec.ECDSA(SHA256))
    assert json.loads(decoded(signed.partition(b".")[2])) == CLAIMS


def der(tag: int, content: bytes) -> bytes:
    """Encode one value in DER (X.690 8.1)."""
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def certificate_of(
    name: str, public: Any, *, issuer: Signer, stand_in: Any, algorithm: bytes
) -> x509.Certificate:
    """Have a key of the portal sign what ``stand_in``, of the same kind, would sign."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "root")]))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=365))
        .add_extension(
            x509.BasicConstraints(ca=name == "root", path_length=None), critical=True
        )
        .sign(stand_in, SHA256)
    )
    signed = built.tbs_certificate_bytes
    signature = der(_BIT_STRING, b"\x00" + issuer.sign(signed))
    return x509.load_der_x509_certificate(
        der(_SEQUENCE, signed + algorithm + signature)
    )


@pytest.mark.parametrize(
    ("spec", "signing_algorithm", "algorithm"),
    [
        ("ECC_NIST_P256", "ECDSA_SHA_256", ECDSA_WITH_SHA256),
        ("RSA_2048", "RSASSA_PKCS1_V1_5_SHA_256", RSA_WITH_SHA256),
    ],
)
def test_openssl_trusts_a_chain_that_the_portal_signed(
    alice_session: Session,
    tmp_path: Path,
    spec: str,
    signing_algorithm: str,
    algorithm: bytes,
) -> None:
    root = Signer(alice_session, spec, signing_algorithm)
    leaf_key = ec.generate_private_key(ec.SECP256R1())
    is_rsa = spec.startswith("RSA")
    stand_in = rsa.generate_private_key(65537, 2048) if is_rsa else leaf_key
    signing: dict[str, Any] = {
        "issuer": root,
        "stand_in": stand_in,
        "algorithm": algorithm,
    }
    authority = certificate_of("root", root.public, **signing)
    leaf = certificate_of("orders.example.com", leaf_key.public_key(), **signing)
    leaf.verify_directly_issued_by(authority)
    for name, certificate in (("root", authority), ("leaf", leaf)):
        (tmp_path / name).write_bytes(certificate.public_bytes(Encoding.PEM))
    moment = str(int((NOW + timedelta(days=1)).timestamp()))
    verified = subprocess.run(
        ["openssl", "verify", "-attime", moment, "-CAfile", "root", "leaf"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert verified.stdout.strip() == "leaf: OK", verified.stderr
