"""UpdateOpenIDConnectProviderThumbprint: other thumbprints.

They are kept and shown; the certificates of issuers are held against the system's
authorities, as AWS does for the known ones.
"""

import msgspec

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.models import OidcProvider
from kmsportal.iam.oidc_providers import (
    ProviderArn,
    Thumbprint,
    named_provider,
    require_thumbprints,
)


class Params(Shape, frozen=True, kw_only=True):
    open_id_connect_provider_arn: ProviderArn = msgspec.field(
        name="OpenIDConnectProviderArn"
    )
    thumbprint_list: list[Thumbprint]


@entity_operation(find=named_provider)
def update_open_id_connect_provider_thumbprint(
    call: Call, provider: OidcProvider, params: Params
) -> Empty:
    provider.thumbprints = require_thumbprints(params.thumbprint_list)
    provider.save(update_fields=["thumbprints"])
    return Empty()
