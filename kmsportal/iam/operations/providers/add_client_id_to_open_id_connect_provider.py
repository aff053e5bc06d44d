"""AddClientIDToOpenIDConnectProvider: one more audience, if it is not there yet."""

import msgspec

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.models import OidcProvider
from kmsportal.iam.oidc_providers import (
    ClientId,
    ProviderArn,
    named_provider,
    require_client_ids,
)


class Params(Shape, frozen=True, kw_only=True):
    open_id_connect_provider_arn: ProviderArn = msgspec.field(
        name="OpenIDConnectProviderArn"
    )
    client_id: ClientId = msgspec.field(name="ClientID")


@entity_operation(find=named_provider)
def add_client_id_to_open_id_connect_provider(
    call: Call, provider: OidcProvider, params: Params
) -> Empty:
    provider.client_ids = require_client_ids([*provider.client_ids, params.client_id])
    provider.save(update_fields=["client_ids"])
    return Empty()
