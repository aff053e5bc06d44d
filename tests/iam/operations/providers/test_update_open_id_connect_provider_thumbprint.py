"""UpdateOpenIDConnectProviderThumbprint."""

from tests.iam.providers import provider, shown
from tests.world import Client, refused


def test_others_are_kept(alice: Client) -> None:
    arn = provider(alice)
    alice.iam.update_open_id_connect_provider_thumbprint(
        OpenIDConnectProviderArn=arn, ThumbprintList=["b" * 40]
    )
    assert shown(alice, arn)["ThumbprintList"] == ["b" * 40]


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    arn = provider(alice)
    sentence = f"OpenIDConnect Provider not found for arn {arn}"
    with refused("NoSuchEntityException", sentence):
        mallory.iam.update_open_id_connect_provider_thumbprint(
            OpenIDConnectProviderArn=arn, ThumbprintList=[]
        )
