"""ListAccounts: the accounts of the organisation."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.organizations.declaring import organization_operation
from kmsportal.iam.organizations.pages import page_of
from kmsportal.iam.organizations.shapes import AccountEntry, MaxResults, NextToken
from kmsportal.iam.organizations.tree import account_entry
from kmsportal.tenancy.models import Organisation


class Params(Shape, frozen=True, kw_only=True):
    next_token: NextToken | None = None
    max_results: MaxResults | None = None


class Result(Answer, frozen=True, kw_only=True):
    accounts: tuple[AccountEntry, ...]
    next_token: str | None = None


@organization_operation()
def list_accounts(call: Call, organisation: Organisation, params: Params) -> Result:
    found = organisation.account_set.select_related("unit").order_by("id")
    page, token = page_of(call, list(found), by=lambda account: account.id)
    entries = tuple(account_entry(organisation, account) for account in page)
    return Result(accounts=entries, next_token=token)
