"""DeleteDestination: nothing goes there any more; what waited for it is given up."""

from audit.outputs.shapes import Name, find_destination
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape


class Params(Shape, frozen=True, kw_only=True):
    name: Name


@account_operation(service="portal", kind=Kind.CHANGE)
def delete_destination(call: Call, params: Params) -> Empty:
    find_destination(call.account_id, params.name).delete()
    return Empty()
