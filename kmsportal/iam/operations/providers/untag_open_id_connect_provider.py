"""UntagOpenIDConnectProvider: the tags of those names go, if they are there."""

import msgspec

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.models import OidcProvider
from kmsportal.iam.oidc_providers import ProviderArn, named_provider
from kmsportal.iam.tags import TagKeys, untagged


class Params(Shape, frozen=True, kw_only=True):
    open_id_connect_provider_arn: ProviderArn = msgspec.field(
        name="OpenIDConnectProviderArn"
    )
    tag_keys: TagKeys


@entity_operation(find=named_provider)
def untag_open_id_connect_provider(
    call: Call, provider: OidcProvider, params: Params
) -> Empty:
    provider.tags = untagged(provider.tags, params.tag_keys)
    provider.save(update_fields=["tags"])
    return Empty()
