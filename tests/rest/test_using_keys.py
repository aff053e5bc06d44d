"""Encrypting and decrypting through REST."""

from base64 import b64decode

from tests.rest.people import RestClient

CONTEXT = {"app": "orders"}


def test_what_is_encrypted_is_decrypted(api: RestClient, key_id: str) -> None:
    sealed = api.post(
        f"keys/{key_id}/encrypt", plaintext="c2VjcmV0", encryption_context=CONTEXT
    ).json()
    blob = sealed["ciphertext_blob"]
    for path in ("decrypt", f"keys/{key_id}/decrypt"):
        opened = api.post(path, ciphertext_blob=blob, encryption_context=CONTEXT)
        assert opened.json()["plaintext"] == "c2VjcmV0"
        assert opened.json()["key_id"] == sealed["key_id"]
        assert opened.headers["Cache-Control"] == "no-store"


def test_another_context_is_refused(api: RestClient, key_id: str) -> None:
    sealed = api.post(f"keys/{key_id}/encrypt", plaintext="YQ==").json()
    refused = api.post(
        "decrypt",
        ciphertext_blob=sealed["ciphertext_blob"],
        encryption_context=CONTEXT,
    )
    assert refused.status_code == 400
    assert refused.json()["code"] == "InvalidCiphertextException"


def test_data_keys_are_made(api: RestClient, key_id: str) -> None:
    made = api.post(f"keys/{key_id}/generate-data-key", key_spec="AES_256").json()
    opened = api.post("decrypt", ciphertext_blob=made["ciphertext_blob"]).json()
    assert opened["plaintext"] == made["plaintext"]
    assert len(b64decode(opened["plaintext"])) == 32
    path = f"keys/{key_id}/generate-data-key-without-plaintext"
    assert "plaintext" not in api.post(path, key_spec="AES_256").json()


def test_ciphertext_is_moved_to_another_key(api: RestClient, key_id: str) -> None:
    other = api.post("keys").json()["key_metadata"]
    sealed = api.post(f"keys/{key_id}/encrypt", plaintext="YQ==").json()
    moved = api.post(
        "re-encrypt",
        ciphertext_blob=sealed["ciphertext_blob"],
        destination_key_id=other["key_id"],
    ).json()
    assert moved["key_id"] == other["arn"]


def test_random_bytes_are_given(api: RestClient) -> None:
    made = api.post("random", number_of_bytes=24).json()
    assert len(b64decode(made["plaintext"])) == 24


def test_signatures_are_made_and_verified(api: RestClient) -> None:
    made = api.post("keys", key_spec="ECC_NIST_P256", key_usage="SIGN_VERIFY").json()
    key_id = made["key_metadata"]["key_id"]
    public = api.get(f"keys/{key_id}/public-key").json()
    assert public["signing_algorithms"] == ["ECDSA_SHA_256"]
    asked = {"message": "YQ==", "signing_algorithm": "ECDSA_SHA_256"}
    signature = api.post(f"keys/{key_id}/sign", **asked).json()["signature"]
    verified = api.post(f"keys/{key_id}/verify", **asked, signature=signature)
    assert verified.json()["signature_valid"] is True
    refused = api.post(f"keys/{key_id}/verify", **asked, signature="YQ==")
    assert refused.status_code == 400
    assert refused.json()["code"] == "KMSInvalidSignatureException"


def test_macs_are_made_and_verified(api: RestClient) -> None:
    made = api.post("keys", key_spec="HMAC_256", key_usage="GENERATE_VERIFY_MAC")
    key_id = made.json()["key_metadata"]["key_id"]
    asked = {"message": "YQ==", "mac_algorithm": "HMAC_SHA_256"}
    mac = api.post(f"keys/{key_id}/generate-mac", **asked).json()["mac"]
    assert len(b64decode(mac)) == 32
    verified = api.post(f"keys/{key_id}/verify-mac", **asked, mac=mac)
    assert verified.json()["mac_valid"] is True


def test_secrets_are_encapsulated(api: RestClient) -> None:
    made = api.post("keys", key_spec="ML_KEM_768", key_usage="ENCAPSULATE_DECAPSULATE")
    key_id = made.json()["key_metadata"]["key_id"]
    asked = {"encapsulation_algorithm": "ML_KEM"}
    sent = api.post(f"keys/{key_id}/encapsulate", **asked).json()
    blob = sent["shared_secret_ciphertext_blob"]
    got = api.post(
        f"keys/{key_id}/decapsulate", **asked, shared_secret_ciphertext_blob=blob
    )
    assert got.json()["shared_secret"] == sent["shared_secret"]


def test_data_key_pairs_are_made(api: RestClient, key_id: str) -> None:
    asked = {"key_pair_spec": "ECC_NIST_P256"}
    made = api.post(f"keys/{key_id}/generate-data-key-pair", **asked).json()
    opened = api.post("decrypt", ciphertext_blob=made["private_key_ciphertext_blob"])
    assert opened.json()["plaintext"] == made["private_key_plaintext"]
    path = f"keys/{key_id}/generate-data-key-pair-without-plaintext"
    assert "private_key_plaintext" not in api.post(path, **asked).json()
