"""GenerateDataKey."""

import pytest

from tests.world import Client, refused


@pytest.mark.parametrize(
    ("how", "length"),
    [
        ({"KeySpec": "AES_256"}, 32),
        ({"KeySpec": "AES_128"}, 16),
        ({"NumberOfBytes": 1}, 1),
        ({"NumberOfBytes": 1024}, 1024),
    ],
)
def test_the_data_key_comes_in_clear_and_sealed(
    alice: Client, key: str, how: dict[str, object], length: int
) -> None:
    answer = alice.generate_data_key(KeyId=key, EncryptionContext={"a": "b"}, **how)

    assert len(answer["Plaintext"]) == length
    assert answer["KeyId"] == key
    opened = alice.decrypt(
        CiphertextBlob=answer["CiphertextBlob"], EncryptionContext={"a": "b"}
    )
    assert opened["Plaintext"] == answer["Plaintext"]
    assert opened["KeyMaterialId"] == answer["KeyMaterialId"]


def test_exactly_one_length_must_be_given(alice: Client, key: str) -> None:
    sentence = "Please specify either number of bytes or key spec."

    with refused("ValidationException", sentence):
        alice.generate_data_key(KeyId=key)
    with refused("ValidationException", sentence):
        alice.generate_data_key(KeyId=key, KeySpec="AES_256", NumberOfBytes=32)


def test_no_two_data_keys_are_alike(alice: Client, key: str) -> None:
    made = {
        alice.generate_data_key(KeyId=key, KeySpec="AES_256")["Plaintext"]
        for _ in range(20)
    }

    assert len(made) == 20


def test_a_disabled_key_makes_none(alice: Client, key: str) -> None:
    alice.disable_key(KeyId=key)

    with refused("DisabledException"):
        alice.generate_data_key(KeyId=key, KeySpec="AES_256")


def test_a_dry_run_is_refused_last_of_all(alice: Client, key: str) -> None:
    with refused("DryRunOperationException"):
        alice.generate_data_key(KeyId=key, KeySpec="AES_256", DryRun=True)


def test_an_attestation_document_is_refused_not_ignored(
    alice: Client, key: str
) -> None:
    with refused("ValidationException"):
        alice.generate_data_key(
            KeyId=key, KeySpec="AES_256", Recipient={"AttestationDocument": b"x"}
        )


def test_a_stranger_is_refused(mallory: Client, key: str) -> None:
    with refused("AccessDeniedException"):
        mallory.generate_data_key(KeyId=key, KeySpec="AES_256")
