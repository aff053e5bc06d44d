"""DescribeCustomKeyStores: an empty list, as in an account that has made none."""

from keys.custom_key_stores import (
    CustomKeyStoreId,
    CustomKeyStoreName,
    refuse_absent_store,
)
from keys.operation import account_operation
from keys.paging import Limit, Marker
from kmsportal.core.call import Call
from kmsportal.core.errors import InvalidMarkerException, ValidationException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Part
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    custom_key_store_id: CustomKeyStoreId | None = None
    custom_key_store_name: CustomKeyStoreName | None = None
    limit: Limit | None = None
    marker: Marker | None = None


class CustomKeyStoresListEntry(Part, frozen=True, kw_only=True):
    custom_key_store_id: str
    custom_key_store_name: str


class Result(Answer, frozen=True, kw_only=True):
    custom_key_stores: list[CustomKeyStoresListEntry]
    truncated: bool


@account_operation(kind=Kind.READ)
def describe_custom_key_stores(call: Call, params: Params) -> Result:
    named, called = params.custom_key_store_id, params.custom_key_store_name
    if named is not None and called is not None:
        raise ValidationException(
            "You can specify CustomKeyStoreId or CustomKeyStoreName, but not both."
        )
    if (name := named or called) is not None:
        refuse_absent_store(name)
    if params.marker is not None:
        # No page ever named a next one.
        raise InvalidMarkerException("The marker is not valid for this request.")
    return Result(custom_key_stores=[], truncated=False)
