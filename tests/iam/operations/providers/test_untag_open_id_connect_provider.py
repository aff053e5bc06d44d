"""UntagOpenIDConnectProvider."""

from tests.iam.providers import provider, shown
from tests.world import Client, refused


def test_tags_go(alice: Client) -> None:
    arn = provider(alice, Tags=[{"Key": "a", "Value": "1"}])
    alice.iam.untag_open_id_connect_provider(
        OpenIDConnectProviderArn=arn, TagKeys=["A"]
    )
    assert "Tags" not in shown(alice, arn)


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    arn = provider(alice)
    sentence = f"OpenIDConnect Provider not found for arn {arn}"
    with refused("NoSuchEntityException", sentence):
        mallory.iam.untag_open_id_connect_provider(
            OpenIDConnectProviderArn=arn, TagKeys=[]
        )
