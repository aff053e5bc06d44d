"""DeleteOpenIDConnectProvider: an issuer vouches for nobody any more.

Sessions that began with its word go on to their end, as at AWS.
"""

import msgspec

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.models import OidcProvider
from kmsportal.iam.oidc_providers import ProviderArn, named_provider


class Params(Shape, frozen=True, kw_only=True):
    open_id_connect_provider_arn: ProviderArn = msgspec.field(
        name="OpenIDConnectProviderArn"
    )


@entity_operation(find=named_provider, ends_rights=True)
def delete_open_id_connect_provider(
    call: Call, provider: OidcProvider, params: Params
) -> Empty:
    provider.delete()
    return Empty()
