"""TagOpenIDConnectProvider: tags on a provider, over those of the same names."""

import msgspec

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.models import OidcProvider
from kmsportal.iam.oidc_providers import ProviderArn, named_provider
from kmsportal.iam.tags import Tags, tagged


class Params(Shape, frozen=True, kw_only=True):
    open_id_connect_provider_arn: ProviderArn = msgspec.field(
        name="OpenIDConnectProviderArn"
    )
    tags: Tags


@entity_operation(find=named_provider)
def tag_open_id_connect_provider(
    call: Call, provider: OidcProvider, params: Params
) -> Empty:
    quota = "TagsPerOpenIdConnectProvider"
    provider.tags = tagged(provider.tags, params.tags, quota=quota)
    provider.save(update_fields=["tags"])
    return Empty()
