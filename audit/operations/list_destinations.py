"""ListDestinations: where the account's records go, how far, and what went wrong."""

from audit.models import Destination
from audit.outputs.shapes import DestinationShape, show_destination
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    pass


class Result(Answer, frozen=True, kw_only=True):
    destinations: list[DestinationShape]


@account_operation(service="portal", kind=Kind.READ)
def list_destinations(call: Call, params: Params) -> Result:
    rows = Destination.objects.filter(account_id=call.account_id).order_by("name")
    return Result(destinations=[show_destination(row, call.time) for row in rows])
