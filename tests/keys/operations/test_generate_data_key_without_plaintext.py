"""GenerateDataKeyWithoutPlaintext."""

from tests.world import Client, refused


def test_the_data_key_comes_sealed_only(alice: Client, key: str) -> None:
    answer = alice.generate_data_key_without_plaintext(KeyId=key, KeySpec="AES_256")

    assert answer.keys() == {"CiphertextBlob", "KeyId", "KeyMaterialId"}
    opened = alice.decrypt(CiphertextBlob=answer["CiphertextBlob"])
    assert len(opened["Plaintext"]) == 32


def test_exactly_one_length_must_be_given(alice: Client, key: str) -> None:
    with refused("ValidationException"):
        alice.generate_data_key_without_plaintext(KeyId=key)


def test_a_dry_run_is_refused_last_of_all(alice: Client, key: str) -> None:
    with refused("DryRunOperationException"):
        alice.generate_data_key_without_plaintext(
            KeyId=key, NumberOfBytes=8, DryRun=True
        )


def test_a_stranger_is_refused(mallory: Client, key: str) -> None:
    with refused("AccessDeniedException"):
        mallory.generate_data_key_without_plaintext(KeyId=key, KeySpec="AES_256")
