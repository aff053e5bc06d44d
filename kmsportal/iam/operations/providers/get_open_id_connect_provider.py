"""GetOpenIDConnectProvider: one provider, with its client ids."""

import msgspec

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.core.shapes import Timestamp
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.models import OidcProvider
from kmsportal.iam.oidc_providers import ProviderArn, named_provider
from kmsportal.iam.tags import Tag, listed


class Params(Shape, frozen=True, kw_only=True):
    open_id_connect_provider_arn: ProviderArn = msgspec.field(
        name="OpenIDConnectProviderArn"
    )


class Result(Answer, frozen=True, kw_only=True):
    url: str
    client_id_list: list[str] = msgspec.field(name="ClientIDList")
    thumbprint_list: list[str]
    create_date: Timestamp
    tags: list[Tag] | None = None


@entity_operation(find=named_provider, kind=Kind.READ)
def get_open_id_connect_provider(
    call: Call, provider: OidcProvider, params: Params
) -> Result:
    return Result(
        url=provider.url,
        client_id_list=list(provider.client_ids),
        thumbprint_list=list(provider.thumbprints),
        create_date=Timestamp(provider.created_at),
        tags=listed(provider.tags) or None,
    )
