"""DecodeAuthorizationMessage: why a call was refused, for those who may know."""

import json

import pytest

from kmsportal.core.errors import AccessDeniedException
from tests.iam.identities import closed
from tests.world import Client, World, refused


@pytest.fixture
def message(world: World, alice: Client) -> str:
    bob = world.user(alice, "bob")
    with pytest.raises(AccessDeniedException) as caught:
        bob.list_keys()
    assert caught.value.encode is not None
    return caught.value.encode()


def test_it_says_who_was_refused_what(alice: Client, message: str) -> None:
    answer = alice.sts.decode_authorization_message(EncodedMessage=message)
    told = json.loads(answer["DecodedMessage"])
    assert told["allowed"] is told["explicitDeny"] is False
    assert told["context"]["action"] == "kms:ListKeys"
    assert told["context"]["principal"]["arn"].endswith(":user/bob")


def test_a_stranger_cannot_read_it(mallory: Client, message: str) -> None:
    with refused("InvalidAuthorizationMessageException", "Message is not valid."):
        mallory.sts.decode_authorization_message(EncodedMessage=message)


@pytest.mark.parametrize("text", ["x", "AQ==", "\u00e4", "Ag" * 40])
def test_what_is_no_message_is_refused(text: str, alice: Client) -> None:
    with refused("InvalidAuthorizationMessageException", "Message is not valid."):
        alice.sts.decode_authorization_message(EncodedMessage=text)


def test_it_needs_a_permission(world: World, alice: Client, message: str) -> None:
    eve = world.user(alice, "eve")
    with refused(
        "AccessDeniedException", closed(eve, "sts:DecodeAuthorizationMessage", "*")
    ):
        eve.sts.decode_authorization_message(EncodedMessage=message)
