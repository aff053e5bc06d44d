"""GetOpenIDConnectProvider."""

from tests.iam.providers import URL, provider, shown
from tests.world import Client, refused


def test_it_is_shown(alice: Client) -> None:
    tags = [{"Key": "a", "Value": "1"}]
    arn = provider(alice, ThumbprintList=["A" * 40], Tags=tags)
    assert shown(alice, arn) == {
        "Url": URL.removeprefix("https://"),
        "ClientIDList": ["one"],
        "ThumbprintList": ["A" * 40],
        "CreateDate": "2026-11-23T12:00:00Z",
        "Tags": tags,
    }


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    arn = provider(alice)
    sentence = f"OpenIDConnect Provider not found for arn {arn}"
    with refused("NoSuchEntityException", sentence):
        mallory.iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
