"""UpdateAccessKey."""

import pytest

from kmsportal.iam.callers import find_access_key
from tests.iam.identities import closed, signed_in_again
from tests.keys.ledger import last_record
from tests.world import Client, World, refused


@pytest.fixture
def bob(world: World, alice: Client) -> Client:
    return world.user(alice, "bob")


def set_status(client: Client, bob: Client, status: str) -> None:
    client.iam.update_access_key(
        UserName="bob", AccessKeyId=bob.caller.access_key_id, Status=status
    )


def test_a_key_is_switched_off_and_on(alice: Client, bob: Client) -> None:
    set_status(alice, bob, "Inactive")
    assert last_record(alice)["requestParameters"]["status"] == "Inactive"
    with refused("UnrecognizedClientException"):
        find_access_key(bob.caller.access_key_id, may_wait=True)
    set_status(alice, bob, "Active")
    signed_in_again(bob)


def test_no_key_is_set_expired(alice: Client, bob: Client) -> None:
    with refused(
        "InvalidInputException", "An access key can be set Active or Inactive."
    ):
        set_status(alice, bob, "Expired")


def test_it_must_be_the_users_own_key(alice: Client, bob: Client) -> None:
    key_id = bob.caller.access_key_id
    with refused(
        "NoSuchEntityException", f"The Access Key with id {key_id} cannot be found."
    ):
        alice.iam.update_access_key(AccessKeyId=key_id, Status="Inactive")


def test_a_stranger_switches_none_off(
    world: World, alice: Client, mallory: Client, bob: Client
) -> None:
    mallory.iam.create_user(UserName="bob")
    with refused("NoSuchEntityException"):
        set_status(mallory, bob, "Inactive")
    eve = world.user(alice, "eve")
    sentence = closed(eve, "iam:UpdateAccessKey", "user bob")
    with refused("AccessDeniedException", sentence):
        set_status(eve, bob, "Inactive")
    signed_in_again(bob)
