"""ListOpenIDConnectProviderTags: a provider's tags, by name."""

import msgspec

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.models import OidcProvider
from kmsportal.iam.oidc_providers import ProviderArn, named_provider
from kmsportal.iam.paging import Marker, MaxItems, page_of_items
from kmsportal.iam.tags import Tag, listed


class Params(Shape, frozen=True, kw_only=True):
    open_id_connect_provider_arn: ProviderArn = msgspec.field(
        name="OpenIDConnectProviderArn"
    )
    marker: Marker | None = None
    max_items: MaxItems | None = None


class Result(Answer, frozen=True, kw_only=True):
    tags: list[Tag]
    is_truncated: bool
    marker: str | None = None


@entity_operation(find=named_provider, kind=Kind.READ)
def list_open_id_connect_provider_tags(
    call: Call, provider: OidcProvider, params: Params
) -> Result:
    page = page_of_items(call, listed(provider.tags), of=[provider.arn])
    return Result(
        tags=list(page.items), is_truncated=page.is_truncated, marker=page.marker
    )
