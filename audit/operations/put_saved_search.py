"""PutSavedSearch: filters of the event history get a name, or another meaning."""

from audit.criteria import Criteria, search_of
from audit.models import SavedSearch
from audit.saved_searches import (
    Name,
    SavedSearchShape,
    filters_of,
    owner_of,
    shape_of,
)
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import LimitExceededException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer

_MOST = 100


class Params(Shape, frozen=True, kw_only=True):
    """``shared`` shows it to everybody in the account who lists saved searches."""

    name: Name
    filters: Criteria
    shared: bool = False


class Result(Answer, frozen=True, kw_only=True):
    saved_search: SavedSearchShape


def _check(call: Call, _bound: None) -> None:
    params: Params = call.params  # type: ignore[assignment]  # this operation's own
    search_of(call, params.filters)
    own = SavedSearch.objects.filter(account_id=call.account_id, owner=owner_of(call))
    if own.exclude(name=params.name).count() >= _MOST:
        raise LimitExceededException(f"At most {_MOST} searches can be saved.")


@account_operation(service="portal", kind=Kind.CHANGE, check=_check)
def put_saved_search(call: Call, params: Params) -> Result:
    principal = call.caller.principal
    row, _ = SavedSearch.objects.update_or_create(
        account_id=call.account_id,
        owner=owner_of(call),
        name=params.name,
        defaults={
            "owner_name": principal.name or principal.arn,
            "filters": filters_of(params.filters),
            "is_shared": params.shared,
            "saved_at": call.time,
        },
    )
    return Result(saved_search=shape_of(row, call))
