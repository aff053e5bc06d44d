"""CreateOpenIDConnectProvider."""

import pytest

from tests.iam.identities import closed
from tests.iam.providers import URL, provider
from tests.world import Client, World, refused


def test_a_provider_is_made(alice: Client, mallory: Client) -> None:
    arn = f"arn:aws:iam::{alice.account_id}:oidc-provider/issuer.example/tenant"
    assert provider(alice) == arn
    provider(mallory)
    with refused(
        "EntityAlreadyExistsException", f"Provider with name {URL} already exists."
    ):
        provider(alice)


@pytest.mark.parametrize(
    "url",
    [
        "http://issuer.example",
        "issuer.example",
        "https://",
        "https://a.example/?x=1",
        "https://u:p@a.example",
        "https://a.example:99999",
        "https://[a.example",
    ],
)
def test_what_is_no_issuer_is_refused(url: str, alice: Client) -> None:
    with refused("InvalidInputException", "Invalid Open ID Connect Provider URL"):
        provider(alice, Url=url)


def test_thumbprints_and_client_ids_have_limits(alice: Client) -> None:
    with refused("InvalidInputException"):
        provider(alice, ThumbprintList=["a" * 40] * 6)
    with refused("InvalidInputException"):
        provider(alice, ThumbprintList=["z" * 40])
    with refused("LimitExceededException"):
        provider(alice, ClientIDList=[f"{n}" for n in range(101)])


def test_a_user_without_a_policy_makes_none(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob")
    arn = f"arn:aws:iam::{alice.account_id}:oidc-provider/issuer.example/tenant"
    with refused(
        "AccessDeniedException", closed(bob, "iam:CreateOpenIDConnectProvider", arn)
    ):
        provider(bob)
