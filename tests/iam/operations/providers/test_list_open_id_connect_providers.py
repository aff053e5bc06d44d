"""ListOpenIDConnectProviders."""

from tests.iam.providers import provider
from tests.world import Client


def test_the_accounts_own_are_listed(alice: Client, mallory: Client) -> None:
    arn = provider(alice)
    listed = alice.iam.list_open_id_connect_providers()
    assert listed == {"OpenIDConnectProviderList": [{"Arn": arn}]}
    found = mallory.iam.list_open_id_connect_providers()
    assert found == {"OpenIDConnectProviderList": []}
