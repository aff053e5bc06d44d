"""DeleteOpenIDConnectProvider."""

from tests.iam.providers import provider, shown
from tests.world import Client, refused


def test_it_goes(alice: Client) -> None:
    arn = provider(alice)
    alice.iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    with refused("NoSuchEntityException"):
        shown(alice, arn)


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    arn = provider(alice)
    sentence = f"OpenIDConnect Provider not found for arn {arn}"
    with refused("NoSuchEntityException", sentence):
        mallory.iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
