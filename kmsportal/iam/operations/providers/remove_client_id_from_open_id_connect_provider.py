"""RemoveClientIDFromOpenIDConnectProvider: an audience less, if it is there."""

import msgspec

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.models import OidcProvider
from kmsportal.iam.oidc_providers import ClientId, ProviderArn, named_provider


class Params(Shape, frozen=True, kw_only=True):
    open_id_connect_provider_arn: ProviderArn = msgspec.field(
        name="OpenIDConnectProviderArn"
    )
    client_id: ClientId = msgspec.field(name="ClientID")


@entity_operation(find=named_provider, ends_rights=True)
def remove_client_id_from_open_id_connect_provider(
    call: Call, provider: OidcProvider, params: Params
) -> Empty:
    kept = [one for one in provider.client_ids if one != params.client_id]
    provider.client_ids = kept
    provider.save(update_fields=["client_ids"])
    return Empty()
