import base64

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.billing.operations.worlds import settle
from tests.world import Client, World, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]


def statement(client: Client, **members: object) -> dict[str, dict[str, str]]:
    answer: dict[str, dict[str, str]] = client.perform(
        "portal", "GetStatement", Month="2026-11", **members
    )
    return answer


def test_an_account_reads_its_own_part_and_can_verify_it(
    alice: Client, bob: Client
) -> None:
    bob.generate_random(NumberOfBytes=8)
    settle(alice, bob)
    answer = statement(bob)
    part = answer["Account"]
    told = msgspec.json.decode(part["Document"])
    assert told["AccountId"] == bob.account_id
    assert [line["Operation"] for line in told["Lines"]] == ["kms:GenerateRandom"]
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(str(answer["PublicKey"])))
    key.verify(base64.b64decode(part["Signature"]), part["Document"].encode())
    assert "Organisation" not in answer


def test_the_management_account_reads_the_whole_and_every_part(
    alice: Client, bob: Client
) -> None:
    settle(alice, bob)
    answer = statement(alice, AccountId=bob.account_id)
    whole = msgspec.json.decode(answer["Organisation"]["Document"])
    digests = {one["AccountId"]: one["Digest"] for one in whole["Accounts"]}
    assert digests[bob.account_id] == answer["Account"]["Digest"]
    assert set(digests) == {alice.account_id, bob.account_id}


def test_another_accounts_part_is_refused(
    alice: Client, bob: Client, eve: Client
) -> None:
    settle(alice, bob, eve)
    for stranger in (bob, eve):
        with refused("AccessDeniedException"):
            statement(stranger, AccountId=alice.account_id)


def test_a_month_without_a_statement_is_not_found(alice: Client) -> None:
    with refused("ResourceNotFoundException"):
        statement(alice)


def test_a_month_that_has_not_begun_is_refused(alice: Client) -> None:
    with refused("ValidationException"):
        alice.perform("portal", "GetStatement", Month="2027-01")


def test_a_user_without_permission_is_refused(world: World, alice: Client) -> None:
    user = world.user(alice, "bob")
    with refused("AccessDeniedException"):
        statement(user)
