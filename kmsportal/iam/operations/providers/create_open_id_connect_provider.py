"""CreateOpenIDConnectProvider: an issuer whose tokens the account's roles may trust."""

import msgspec

from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import account_operation, tagging
from kmsportal.iam.models import OidcProvider
from kmsportal.iam.naming import one_of_that_name, require_room
from kmsportal.iam.oidc_providers import (
    MOST_PROVIDERS,
    ClientId,
    ProviderUrl,
    Thumbprint,
    bare_url,
    provider_arn,
    require_client_ids,
    require_thumbprints,
    require_url,
)
from kmsportal.iam.tags import Tag, Tags, listed, tagged


class Params(Shape, frozen=True, kw_only=True):
    url: ProviderUrl
    client_id_list: list[ClientId] | None = msgspec.field(
        name="ClientIDList", default=None
    )
    thumbprint_list: list[Thumbprint] | None = None
    tags: Tags | None = None


class Result(Answer, frozen=True, kw_only=True):
    open_id_connect_provider_arn: str = msgspec.field(name="OpenIDConnectProviderArn")
    tags: list[Tag] | None = None


def _arn(call: Call) -> str:
    params: Params = call.params  # type: ignore[assignment]  # declared so
    return provider_arn(call, params.url)


@account_operation(resource=_arn, also=tagging("iam:TagOpenIDConnectProvider"))
def create_open_id_connect_provider(call: Call, params: Params) -> Result:
    require_url(params.url)
    require_room(
        call, OidcProvider, "OpenIdConnectProvidersPerAccount", most=MOST_PROVIDERS
    )
    with one_of_that_name("Provider", params.url):
        provider = OidcProvider.objects.create(
            account_id=call.account_id,
            url=bare_url(params.url),
            client_ids=require_client_ids(params.client_id_list or ()),
            thumbprints=require_thumbprints(params.thumbprint_list or ()),
            tags=tagged({}, params.tags, quota="TagsPerOpenIdConnectProvider"),
            created_at=call.time,
        )
    return Result(
        open_id_connect_provider_arn=provider.arn, tags=listed(provider.tags) or None
    )
