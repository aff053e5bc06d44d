"""AddClientIDToOpenIDConnectProvider."""

from tests.iam.providers import provider, shown
from tests.world import Client, refused


def test_it_is_added_once(alice: Client) -> None:
    arn = provider(alice)
    for _ in range(2):
        alice.iam.add_client_id_to_open_id_connect_provider(
            OpenIDConnectProviderArn=arn, ClientID="two"
        )
    assert shown(alice, arn)["ClientIDList"] == ["one", "two"]


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    arn = provider(alice)
    sentence = f"OpenIDConnect Provider not found for arn {arn}"
    with refused("NoSuchEntityException", sentence):
        mallory.iam.add_client_id_to_open_id_connect_provider(
            OpenIDConnectProviderArn=arn, ClientID="x"
        )
