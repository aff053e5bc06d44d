"""Sign: what it makes verifies elsewhere, from the public key alone."""

import hashlib
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512
from cryptography.hazmat.primitives.serialization import load_der_public_key

from tests.keys.ledger import last_record
from tests.keys.making import MAC, SIGN, SIGNING_SPECS, make_key, names_of_algorithms
from tests.world import Client, refused

HASHES = {"SHA_256": SHA256(), "SHA_384": SHA384(), "SHA_512": SHA512()}
MESSAGE = b"pay 10"
PH = "ED25519_PH_SHA_512"


def verify_elsewhere(public: Any, signature: bytes, algorithm: str) -> None:
    """Verify as a stranger who has the public key and ``cryptography`` would."""
    if algorithm.startswith("ECDSA"):
        public.verify(signature, MESSAGE, ec.ECDSA(HASHES[algorithm[-7:]]))
    elif algorithm.startswith("RSASSA_PKCS1"):
        chosen = HASHES[algorithm[-7:]]
        public.verify(signature, MESSAGE, padding.PKCS1v15(), chosen)
    elif algorithm.startswith("RSASSA_PSS"):
        chosen = HASHES[algorithm[-7:]]
        salted = padding.PSS(padding.MGF1(chosen), chosen.digest_size)
        public.verify(signature, MESSAGE, salted, chosen)
    else:
        public.verify(signature, MESSAGE)


@pytest.mark.parametrize("spec", SIGNING_SPECS)
def test_signatures_verify_here_and_elsewhere(alice: Client, spec: str) -> None:
    key = make_key(alice, spec, SIGN)
    public = load_der_public_key(alice.get_public_key(KeyId=key)["PublicKey"])
    for algorithm in names_of_algorithms(spec, SIGN):
        if algorithm == PH:
            continue
        asked = {"KeyId": key, "Message": MESSAGE, "SigningAlgorithm": algorithm}
        signed = alice.sign(**asked)
        assert (signed["KeyId"], signed["SigningAlgorithm"]) == (key, algorithm)
        verify_elsewhere(public, signed["Signature"], algorithm)
        verified = alice.verify(**asked, Signature=signed["Signature"])
        assert verified == {
            "KeyId": key,
            "SignatureValid": True,
            "SigningAlgorithm": algorithm,
        }


@pytest.mark.parametrize(
    "spec", [s for s in SIGNING_SPECS if s.startswith(("RSA", "ECC")) and "ED" not in s]
)
def test_a_digest_is_signed_as_its_message_is(alice: Client, spec: str) -> None:
    key = make_key(alice, spec, SIGN)
    for algorithm in names_of_algorithms(spec, SIGN):
        name = algorithm[-7:].replace("_", "").lower()
        digest = hashlib.new(name, MESSAGE).digest()
        signed = alice.sign(
            KeyId=key, Message=digest, MessageType="DIGEST", SigningAlgorithm=algorithm
        )
        alice.verify(
            KeyId=key,
            Message=MESSAGE,
            MessageType="RAW",
            SigningAlgorithm=algorithm,
            Signature=signed["Signature"],
        )


def test_an_external_mu_is_signed_as_its_message_is(alice: Client) -> None:
    key = make_key(alice, "ML_DSA_65", SIGN)
    der = alice.get_public_key(KeyId=key)["PublicKey"]
    raw = load_der_public_key(der).public_bytes_raw()  # type: ignore[union-attr]  # ML-DSA
    tr = hashlib.shake_256(raw).digest(64)
    mu = hashlib.shake_256(tr + b"\0\0" + MESSAGE).digest(64)
    signed = alice.sign(
        KeyId=key,
        Message=mu,
        MessageType="EXTERNAL_MU",
        SigningAlgorithm="ML_DSA_SHAKE_256",
    )
    alice.verify(
        KeyId=key,
        Message=MESSAGE,
        SigningAlgorithm="ML_DSA_SHAKE_256",
        Signature=signed["Signature"],
    )


def test_ed25519ph_signs_a_digest(alice: Client) -> None:
    key = make_key(alice, "ECC_NIST_EDWARDS25519", SIGN)
    asked = {
        "KeyId": key,
        "Message": hashlib.sha512(MESSAGE).digest(),
        "MessageType": "DIGEST",
        "SigningAlgorithm": PH,
    }
    signature = alice.sign(**asked)["Signature"]
    assert alice.verify(**asked, Signature=signature)["SignatureValid"] is True
    with refused("KMSInvalidSignatureException", None):
        alice.verify(
            KeyId=key,
            Message=asked["Message"],
            SigningAlgorithm="ED25519_SHA_512",
            Signature=signature,
        )


@pytest.mark.parametrize(
    ("spec", "algorithm", "kind", "length"),
    [
        ("ECC_NIST_P256", "ECDSA_SHA_256", "DIGEST", 31),
        ("ECC_NIST_P384", "ECDSA_SHA_384", "DIGEST", 32),
        ("RSA_2048", "RSASSA_PSS_SHA_512", "DIGEST", 65),
        ("RSA_2048", "RSASSA_PKCS1_V1_5_SHA_256", "DIGEST", 20),
        ("ECC_NIST_EDWARDS25519", PH, "DIGEST", 32),
        ("ML_DSA_44", "ML_DSA_SHAKE_256", "EXTERNAL_MU", 32),
    ],
)
def test_a_digest_of_another_length_is_refused(
    alice: Client, spec: str, algorithm: str, kind: str, length: int
) -> None:
    key = make_key(alice, spec, SIGN)
    asked = {
        "KeyId": key,
        "Message": bytes(length),
        "MessageType": kind,
        "SigningAlgorithm": algorithm,
    }
    sentence = f"Digest is invalid length for algorithm {algorithm}."
    with refused("ValidationException", sentence):
        alice.sign(**asked)
    with refused("ValidationException", sentence):
        alice.verify(**asked, Signature=b"x")


@pytest.mark.parametrize(
    ("spec", "algorithm", "kind"),
    [
        ("ECC_NIST_P256", "ECDSA_SHA_256", "EXTERNAL_MU"),
        ("ECC_NIST_EDWARDS25519", PH, "RAW"),
        ("ECC_NIST_EDWARDS25519", "ED25519_SHA_512", "DIGEST"),
        ("ML_DSA_44", "ML_DSA_SHAKE_256", "DIGEST"),
    ],
)
def test_a_message_type_that_the_algorithm_lacks_is_refused(
    alice: Client, spec: str, algorithm: str, kind: str
) -> None:
    key = make_key(alice, spec, SIGN)
    with refused(
        "ValidationException",
        f"Message type {kind} is not valid for algorithm {algorithm}.",
    ):
        alice.sign(
            KeyId=key,
            Message=bytes(64),
            MessageType=kind,
            SigningAlgorithm=algorithm,
        )


def test_a_key_for_something_else_is_refused(alice: Client, key: str) -> None:
    hmac = make_key(alice, "HMAC_256", MAC)
    for arn, usage in ((key, "ENCRYPT_DECRYPT"), (hmac, MAC)):
        with refused(
            "InvalidKeyUsageException",
            f"{arn} key usage is {usage} which is not valid for Sign.",
        ):
            alice.sign(KeyId=arn, Message=b"x", SigningAlgorithm="ECDSA_SHA_256")


def test_an_algorithm_of_another_spec_is_refused(alice: Client) -> None:
    key = make_key(alice, "ECC_NIST_P256", SIGN)
    with refused(
        "InvalidKeyUsageException",
        "Algorithm ECDSA_SHA_384 is incompatible with key spec ECC_NIST_P256.",
    ):
        alice.sign(KeyId=key, Message=b"x", SigningAlgorithm="ECDSA_SHA_384")


def test_a_disabled_key_is_refused(alice: Client) -> None:
    key = make_key(alice, "ECC_NIST_P256", SIGN)
    alice.disable_key(KeyId=key)
    with refused("DisabledException", f"{key} is disabled."):
        alice.sign(KeyId=key, Message=b"x", SigningAlgorithm="ECDSA_SHA_256")


def test_a_dry_run_is_refused_last_of_all(alice: Client) -> None:
    key = make_key(alice, "ECC_NIST_P256", SIGN)
    asked = {"KeyId": key, "SigningAlgorithm": "ECDSA_SHA_256", "DryRun": True}
    with refused("DryRunOperationException"):
        alice.sign(**asked, Message=b"x")
    with refused("ValidationException"):
        alice.sign(**asked, Message=b"x", MessageType="DIGEST")


def test_a_stranger_is_refused(alice: Client, mallory: Client) -> None:
    key = make_key(alice, "ECC_NIST_P256", SIGN)
    with refused("AccessDeniedException"):
        mallory.sign(KeyId=key, Message=b"x", SigningAlgorithm="ECDSA_SHA_256")


def test_the_event_shows_neither_message_nor_signature(alice: Client) -> None:
    key = make_key(alice, "ECC_NIST_P256", SIGN)
    alice.sign(KeyId=key, Message=MESSAGE, SigningAlgorithm="ECDSA_SHA_256")
    record = last_record(alice)
    assert record["eventName"] == "Sign"
    assert record["requestParameters"] == {
        "keyId": key,
        "messageType": "RAW",
        "signingAlgorithm": "ECDSA_SHA_256",
    }
    assert record["responseElements"] is None
    assert "additionalEventData" not in record
    assert [resource["ARN"] for resource in record["resources"]] == [key]


@pytest.mark.usefixtures("openssl_path")
@pytest.mark.parametrize(
    ("spec", "algorithm", "options"),
    [
        ("ECC_NIST_P256", "ECDSA_SHA_256", ["-sha256"]),
        ("ECC_NIST_P384", "ECDSA_SHA_384", ["-sha384"]),
        ("ECC_NIST_P521", "ECDSA_SHA_512", ["-sha512"]),
        ("ECC_SECG_P256K1", "ECDSA_SHA_256", ["-sha256"]),
        ("RSA_2048", "RSASSA_PKCS1_V1_5_SHA_256", ["-sha256"]),
        (
            "RSA_2048",
            "RSASSA_PSS_SHA_384",
            [
                "-sha384",
                "-sigopt",
                "rsa_padding_mode:pss",
                "-sigopt",
                "rsa_pss_saltlen:48",
            ],
        ),
    ],
)
def test_the_openssl_command_verifies(
    alice: Client, tmp_path: Path, spec: str, algorithm: str, options: list[str]
) -> None:
    key = make_key(alice, spec, SIGN)
    asked = {"KeyId": key, "Message": MESSAGE, "SigningAlgorithm": algorithm}
    files = {
        "public": alice.get_public_key(KeyId=key)["PublicKey"],
        "signature": alice.sign(**asked)["Signature"],
        "message": MESSAGE,
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    command = ["openssl", "dgst", *options, "-keyform", "DER", "-verify", "public"]
    said = subprocess.run(
        [*command, "-signature", "signature", "message"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert b"Verified OK" in said.stdout
