"""RSA keys in Encrypt, Decrypt and ReEncrypt."""

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from tests.keys.ledger import last_event, last_record
from tests.keys.making import CRYPT, MAC, SIGN, make_key
from tests.world import Client, refused

SHA_1, SHA_256 = "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"
HASHES = {SHA_1: SHA1(), SHA_256: SHA256()}  # noqa: S303 - what OAEP is tested with
WRONG_KEY = (
    "The key ID in the request does not identify a CMK that can perform this operation."
)


@pytest.fixture
def rsa(alice: Client) -> str:
    return make_key(alice, "RSA_2048", CRYPT)


@pytest.mark.parametrize("algorithm", [SHA_1, SHA_256])
def test_what_is_encrypted_can_be_decrypted(
    alice: Client, rsa: str, algorithm: str
) -> None:
    sealed = alice.encrypt(KeyId=rsa, Plaintext=b"x", EncryptionAlgorithm=algorithm)
    assert (sealed["KeyId"], sealed["EncryptionAlgorithm"]) == (rsa, algorithm)
    assert len(sealed["CiphertextBlob"]) == 256
    opened = alice.decrypt(
        KeyId=rsa,
        CiphertextBlob=sealed["CiphertextBlob"],
        EncryptionAlgorithm=algorithm,
    )
    assert opened == {"KeyId": rsa, "Plaintext": b"x", "EncryptionAlgorithm": algorithm}


@pytest.mark.parametrize("algorithm", [SHA_1, SHA_256])
def test_what_is_encrypted_elsewhere_opens_here(
    alice: Client, rsa: str, algorithm: str
) -> None:
    public = load_der_public_key(alice.get_public_key(KeyId=rsa)["PublicKey"])
    assert isinstance(public, RSAPublicKey)
    chosen = HASHES[algorithm]
    sealed = public.encrypt(b"secret", OAEP(MGF1(chosen), chosen, None))
    opened = alice.decrypt(
        KeyId=rsa, CiphertextBlob=sealed, EncryptionAlgorithm=algorithm
    )
    assert opened["Plaintext"] == b"secret"


@pytest.mark.parametrize(
    ("spec", "algorithm", "limit"),
    [
        ("RSA_2048", SHA_1, 214),
        ("RSA_2048", SHA_256, 190),
        ("RSA_3072", SHA_1, 342),
        ("RSA_3072", SHA_256, 318),
    ],
)
def test_there_is_a_longest_plaintext(
    alice: Client, spec: str, algorithm: str, limit: int
) -> None:
    key = make_key(alice, spec, CRYPT)
    asked = {"KeyId": key, "EncryptionAlgorithm": algorithm}
    alice.encrypt(**asked, Plaintext=bytes(limit))
    with refused(
        "ValidationException",
        f"Algorithm {algorithm} and key spec {spec} cannot encrypt data larger than"
        f" {limit} bytes.",
    ):
        alice.encrypt(**asked, Plaintext=bytes(limit + 1))


def test_an_encryption_context_is_refused(alice: Client, rsa: str) -> None:
    asked = {
        "KeyId": rsa,
        "EncryptionAlgorithm": SHA_256,
        "EncryptionContext": {"app": "orders"},
    }
    with refused("ValidationException"):
        alice.encrypt(**asked, Plaintext=b"x")
    with refused("ValidationException"):
        alice.decrypt(**asked, CiphertextBlob=bytes(256))


def test_the_algorithm_must_be_the_keys(alice: Client, key: str, rsa: str) -> None:
    for arn, spec, algorithm in (
        (rsa, "RSA_2048", "SYMMETRIC_DEFAULT"),
        (key, "SYMMETRIC_DEFAULT", SHA_256),
        (rsa, "RSA_2048", "SM2PKE"),
    ):
        sentence = f"Algorithm {algorithm} is incompatible with key spec {spec}."
        with refused("InvalidKeyUsageException", sentence):
            alice.encrypt(KeyId=arn, Plaintext=b"x", EncryptionAlgorithm=algorithm)
        with refused("InvalidKeyUsageException", sentence):
            blob = alice.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
            alice.decrypt(
                KeyId=arn,
                CiphertextBlob=blob if arn == key else bytes(256),
                EncryptionAlgorithm=algorithm,
            )


def test_a_ciphertext_of_another_key_or_algorithm_is_refused(
    alice: Client, rsa: str
) -> None:
    other = make_key(alice, "RSA_2048", CRYPT)
    blob = alice.encrypt(KeyId=rsa, Plaintext=b"x", EncryptionAlgorithm=SHA_256)[
        "CiphertextBlob"
    ]
    for key, algorithm, ciphertext in (
        (other, SHA_256, blob),
        (rsa, SHA_1, blob),
        (rsa, SHA_256, blob[:-1]),
        (rsa, SHA_256, bytes([blob[0] ^ 1]) + blob[1:]),
        (rsa, SHA_256, b"x"),
    ):
        with refused("InvalidCiphertextException", None):
            alice.decrypt(
                KeyId=key, CiphertextBlob=ciphertext, EncryptionAlgorithm=algorithm
            )


def test_the_key_must_be_named(alice: Client) -> None:
    with refused("ValidationException"):
        alice.decrypt(CiphertextBlob=bytes(256), EncryptionAlgorithm=SHA_256)


def test_a_symmetric_blob_tells_that_another_key_was_named(
    alice: Client, key: str, rsa: str
) -> None:
    blob = alice.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    for wrong in (rsa, make_key(alice, "HMAC_256", MAC)):
        with refused("IncorrectKeyException", WRONG_KEY):
            alice.decrypt(KeyId=wrong, CiphertextBlob=blob)


def test_a_stranger_does_not_learn_that_the_named_key_is_the_wrong_one(
    alice: Client, mallory: Client, key: str
) -> None:
    own = mallory.create_key()["KeyMetadata"]["Arn"]
    blob = mallory.encrypt(KeyId=own, Plaintext=b"x")["CiphertextBlob"]
    for ciphertext in (blob, b"no blob"):
        with refused("AccessDeniedException"):
            mallory.decrypt(KeyId=key, CiphertextBlob=ciphertext)


def test_a_signing_key_does_not_encrypt(alice: Client) -> None:
    signing = make_key(alice, "RSA_2048", SIGN)
    with refused(
        "InvalidKeyUsageException",
        f"{signing} key usage is SIGN_VERIFY which is not valid for Encrypt.",
    ):
        alice.encrypt(KeyId=signing, Plaintext=b"x", EncryptionAlgorithm=SHA_256)


def test_re_encrypt_goes_from_one_kind_to_the_other_and_back(
    alice: Client, key: str, rsa: str
) -> None:
    blob = alice.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    there = alice.re_encrypt(
        CiphertextBlob=blob,
        DestinationKeyId=rsa,
        DestinationEncryptionAlgorithm=SHA_256,
    )
    assert "DestinationKeyMaterialId" not in there
    assert last_record(alice)["additionalEventData"] == {
        "sourceKeyMaterialId": there["SourceKeyMaterialId"]
    }
    back = alice.re_encrypt(
        CiphertextBlob=there["CiphertextBlob"],
        SourceKeyId=rsa,
        SourceEncryptionAlgorithm=SHA_256,
        DestinationKeyId=key,
    )
    assert "SourceKeyMaterialId" not in back
    assert back["SourceEncryptionAlgorithm"] == SHA_256
    assert alice.decrypt(CiphertextBlob=back["CiphertextBlob"])["Plaintext"] == b"x"
    assert [use.spec for use in last_event(alice).keys] == ["SYMMETRIC_DEFAULT"]


def test_re_encrypt_refuses_the_wrong_kind(alice: Client, key: str, rsa: str) -> None:
    blob = alice.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    with refused(
        "InvalidKeyUsageException",
        "Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048.",
    ):
        alice.re_encrypt(CiphertextBlob=blob, DestinationKeyId=rsa)
    with refused("IncorrectKeyException", WRONG_KEY):
        alice.re_encrypt(CiphertextBlob=blob, SourceKeyId=rsa, DestinationKeyId=key)


def test_the_event_and_the_bill_know_the_spec(alice: Client, rsa: str) -> None:
    alice.encrypt(KeyId=rsa, Plaintext=b"x", EncryptionAlgorithm=SHA_256)
    assert [use.spec for use in last_event(alice).keys] == ["RSA_2048"]
    record = last_record(alice)
    assert record["requestParameters"] == {
        "keyId": rsa,
        "encryptionAlgorithm": SHA_256,
    }
    assert "additionalEventData" not in record


def test_a_digest_is_short_enough_for_every_key(alice: Client, rsa: str) -> None:
    digest = hashlib.sha512(b"x").digest()
    alice.encrypt(KeyId=rsa, Plaintext=digest, EncryptionAlgorithm=SHA_256)
