"""TagOpenIDConnectProvider."""

from tests.iam.providers import provider, shown
from tests.world import Client, refused


def test_tags_go_over_those_of_the_same_name(alice: Client) -> None:
    arn = provider(alice, Tags=[{"Key": "a", "Value": "1"}])
    tags = [{"Key": "A", "Value": "2"}]
    alice.iam.tag_open_id_connect_provider(OpenIDConnectProviderArn=arn, Tags=tags)
    assert shown(alice, arn)["Tags"] == tags


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    arn = provider(alice)
    sentence = f"OpenIDConnect Provider not found for arn {arn}"
    with refused("NoSuchEntityException", sentence):
        mallory.iam.tag_open_id_connect_provider(OpenIDConnectProviderArn=arn, Tags=[])
