"""ListSavedSearches: the caller's own and those that are shared in the account."""

from audit.saved_searches import SavedSearchShape, shape_of, visible_to
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    pass


class Result(Answer, frozen=True, kw_only=True):
    saved_searches: list[SavedSearchShape]


@account_operation(service="portal", kind=Kind.READ)
def list_saved_searches(call: Call, params: Params) -> Result:
    rows = visible_to(call).order_by("name", "owner")
    return Result(saved_searches=[shape_of(row, call) for row in rows])
