"""ListStorageConnections: the buckets that trails of the account may deliver to."""

from audit.models import StorageConnection
from audit.storage.shapes import ConnectionShape, shape_of
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    pass


class Result(Answer, frozen=True, kw_only=True):
    connections: list[ConnectionShape]


@account_operation(service="portal", kind=Kind.READ)
def list_storage_connections(call: Call, params: Params) -> Result:
    rows = StorageConnection.objects.filter(account_id=call.account_id)
    return Result(connections=[shape_of(row) for row in rows.order_by("bucket_name")])
