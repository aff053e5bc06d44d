"""OpenID Connect providers for tests of IAM."""

from typing import Any

from tests.world import Client

URL = "https://issuer.example/tenant"


def provider(admin: Client, **members: Any) -> str:
    """Make a provider and return its ARN."""
    made = admin.iam.create_open_id_connect_provider(
        **{"Url": URL, "ClientIDList": ["one"], **members}
    )
    arn: str = made["OpenIDConnectProviderArn"]
    return arn


def shown(admin: Client, arn: str) -> dict[str, Any]:
    found: dict[str, Any] = admin.iam.get_open_id_connect_provider(
        OpenIDConnectProviderArn=arn
    )
    return found
