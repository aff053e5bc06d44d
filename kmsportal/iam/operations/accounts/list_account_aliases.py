"""ListAccountAliases: the account's one alias, if it has one."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import account_operation
from kmsportal.iam.models import AccountAlias
from kmsportal.iam.paging import Marker, MaxItems, page_of_rows


class Params(Shape, frozen=True, kw_only=True):
    marker: Marker | None = None
    max_items: MaxItems | None = None


class Result(Answer, frozen=True, kw_only=True):
    account_aliases: list[str]
    is_truncated: bool
    marker: str | None = None


@account_operation(kind=Kind.READ)
def list_account_aliases(call: Call, params: Params) -> Result:
    rows = AccountAlias.objects.filter(account_id=call.account_id)
    page = page_of_rows(call, rows, by="alias")
    return Result(
        account_aliases=[row.alias for row in page.items],
        is_truncated=page.is_truncated,
        marker=page.marker,
    )
