"""GenerateRandom."""

import pytest

from tests.world import Client, World, refused


def test_the_bytes_are_as_many_as_asked_and_never_the_same(alice: Client) -> None:
    first = alice.generate_random(NumberOfBytes=32)["Plaintext"]
    second = alice.generate_random(NumberOfBytes=32)["Plaintext"]

    assert len(first) == 32
    assert first != second


def test_a_size_is_required(alice: Client) -> None:
    with refused("ValidationException", "NumberOfBytes is required."):
        alice.generate_random()


def test_a_custom_key_store_is_refused(alice: Client) -> None:
    with refused("UnsupportedOperationException"):
        alice.generate_random(NumberOfBytes=8, CustomKeyStoreId="cks-1")


def test_an_attestation_document_is_refused_not_ignored(alice: Client) -> None:
    with refused("ValidationException"):
        alice.generate_random(NumberOfBytes=8, Recipient={"AttestationDocument": b"x"})


@pytest.mark.django_db
def test_a_user_without_permission_is_refused(world: World, alice: Client) -> None:
    nobody = world.user(alice, "nobody")

    with refused(
        "AccessDeniedException",
        f"User: {nobody.arn} is not authorized to perform: kms:GenerateRandom on"
        " resource: * because no identity-based policy allows the kms:GenerateRandom"
        " action",
    ):
        nobody.generate_random(NumberOfBytes=8)
