"""Verify: it says yes or raises; it never says no."""

import pytest

from tests.keys.making import SIGN, SIGNING_SPECS, make_key, names_of_algorithms
from tests.world import Client, refused


@pytest.mark.parametrize("spec", SIGNING_SPECS)
def test_another_message_or_signature_is_refused(alice: Client, spec: str) -> None:
    key, algorithm = make_key(alice, spec, SIGN), names_of_algorithms(spec, SIGN)[-1]
    asked = {"KeyId": key, "SigningAlgorithm": algorithm}
    signature = alice.sign(**asked, Message=b"pay 10")["Signature"]
    for message, other in (
        (b"pay 99", signature),
        (b"pay 10", signature[:-1]),
        (b"pay 10", signature + b"\0"),
        (b"pay 10", bytes([signature[0] ^ 1]) + signature[1:]),
        (b"pay 10", b"x"),
    ):
        with refused("KMSInvalidSignatureException", None):
            alice.verify(**asked, Message=message, Signature=other)


def test_a_signature_of_another_key_is_refused(alice: Client) -> None:
    one, other = (make_key(alice, "ECC_NIST_P256", SIGN) for _ in range(2))
    asked = {"Message": b"pay 10", "SigningAlgorithm": "ECDSA_SHA_256"}
    signature = alice.sign(KeyId=one, **asked)["Signature"]
    with refused("KMSInvalidSignatureException", None):
        alice.verify(KeyId=other, **asked, Signature=signature)


def test_a_signature_of_another_algorithm_is_refused(alice: Client) -> None:
    key = make_key(alice, "RSA_2048", SIGN)
    signature = alice.sign(
        KeyId=key, Message=b"pay 10", SigningAlgorithm="RSASSA_PSS_SHA_256"
    )["Signature"]
    for algorithm in ("RSASSA_PSS_SHA_384", "RSASSA_PKCS1_V1_5_SHA_256"):
        with refused("KMSInvalidSignatureException", None):
            alice.verify(
                KeyId=key,
                Message=b"pay 10",
                SigningAlgorithm=algorithm,
                Signature=signature,
            )


def test_a_key_for_something_else_is_refused(alice: Client, key: str) -> None:
    with refused(
        "InvalidKeyUsageException",
        f"{key} key usage is ENCRYPT_DECRYPT which is not valid for Verify.",
    ):
        alice.verify(
            KeyId=key,
            Message=b"x",
            Signature=b"y",
            SigningAlgorithm="ECDSA_SHA_256",
        )


def test_a_dry_run_is_refused_after_the_signature(alice: Client) -> None:
    key = make_key(alice, "ECC_NIST_P256", SIGN)
    asked = {"KeyId": key, "Message": b"x", "SigningAlgorithm": "ECDSA_SHA_256"}
    signature = alice.sign(**asked)["Signature"]
    with refused("DryRunOperationException"):
        alice.verify(**asked, Signature=signature, DryRun=True)
    with refused("KMSInvalidSignatureException", None):
        alice.verify(**asked, Signature=b"y", DryRun=True)


def test_a_stranger_is_refused(alice: Client, mallory: Client) -> None:
    key = make_key(alice, "ECC_NIST_P256", SIGN)
    asked = {"KeyId": key, "Message": b"x", "SigningAlgorithm": "ECDSA_SHA_256"}
    signature = alice.sign(**asked)["Signature"]
    with refused("AccessDeniedException"):
        mallory.verify(**asked, Signature=signature)
