"""ListOpenIDConnectProviderTags."""

from tests.iam.providers import provider
from tests.world import Client, refused


def test_they_are_listed(alice: Client) -> None:
    tags = [{"Key": "a", "Value": "1"}]
    arn = provider(alice, Tags=tags)
    listed = alice.iam.list_open_id_connect_provider_tags(OpenIDConnectProviderArn=arn)
    assert listed == {"Tags": tags, "IsTruncated": False}


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    arn = provider(alice)
    sentence = f"OpenIDConnect Provider not found for arn {arn}"
    with refused("NoSuchEntityException", sentence):
        mallory.iam.list_open_id_connect_provider_tags(OpenIDConnectProviderArn=arn)
