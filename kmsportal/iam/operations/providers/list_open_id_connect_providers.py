"""ListOpenIDConnectProviders: the account's providers, by URL."""

import msgspec

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Part
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import account_operation
from kmsportal.iam.models import OidcProvider


class Params(Shape, frozen=True, kw_only=True):
    pass


class OpenIdConnectProviderListEntry(Part, frozen=True, kw_only=True):
    """The API's structure of that name."""

    arn: str


class Result(Answer, frozen=True, kw_only=True):
    open_id_connect_provider_list: list[OpenIdConnectProviderListEntry] = msgspec.field(
        name="OpenIDConnectProviderList"
    )


@account_operation(kind=Kind.READ)
def list_open_id_connect_providers(call: Call, params: Params) -> Result:
    rows = OidcProvider.objects.filter(account_id=call.account_id).order_by("url")
    entries = [OpenIdConnectProviderListEntry(arn=row.arn) for row in rows]
    return Result(open_id_connect_provider_list=entries)
