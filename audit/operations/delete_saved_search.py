"""DeleteSavedSearch: the caller forgets a search of her own."""

from audit.models import SavedSearch
from audit.saved_searches import Name, owner_of
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import ResourceNotFoundException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape


class Params(Shape, frozen=True, kw_only=True):
    name: Name


@account_operation(service="portal", kind=Kind.CHANGE)
def delete_saved_search(call: Call, params: Params) -> Empty:
    """Delete it; ResourceNotFoundException for another's, shared or not."""
    own = SavedSearch.objects.filter(account_id=call.account_id, owner=owner_of(call))
    deleted, _ = own.filter(name=params.name).delete()
    if not deleted:
        raise ResourceNotFoundException(f"You have no search named {params.name}.")
    return Empty()
