"""RemoveClientIDFromOpenIDConnectProvider."""

from tests.iam.providers import provider, shown
from tests.world import Client, refused


def test_it_goes_if_it_is_there(alice: Client) -> None:
    arn = provider(alice)
    for _ in range(2):
        alice.iam.remove_client_id_from_open_id_connect_provider(
            OpenIDConnectProviderArn=arn, ClientID="one"
        )
    assert shown(alice, arn)["ClientIDList"] == []


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    arn = provider(alice)
    sentence = f"OpenIDConnect Provider not found for arn {arn}"
    with refused("NoSuchEntityException", sentence):
        mallory.iam.remove_client_id_from_open_id_connect_provider(
            OpenIDConnectProviderArn=arn, ClientID="x"
        )
