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
