"""ListAccountsForParent: the accounts right under the root or a unit."""

from collections.abc import Sequence

from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.organizations.declaring import organization_operation
from kmsportal.iam.organizations.names import entity_arn
from kmsportal.iam.organizations.pages import page_of
from kmsportal.iam.organizations.shapes import (
    AccountEntry,
    MaxResults,
    NextToken,
    ParentId,
)
from kmsportal.iam.organizations.tree import account_entry, accounts_under, find_parent
from kmsportal.tenancy.models import Organisation


class Params(Shape, frozen=True, kw_only=True):
    parent_id: ParentId
    next_token: NextToken | None = None
    max_results: MaxResults | None = None


class Result(Answer, frozen=True, kw_only=True):
    accounts: tuple[AccountEntry, ...]
    next_token: str | None = None


def _resources(organisation: Organisation, params: Params) -> Sequence[str]:
    return (entity_arn(organisation, params.parent_id),)


@organization_operation(resources=_resources)
def list_accounts_for_parent(
    call: Call, organisation: Organisation, params: Params
) -> Result:
    found = accounts_under(organisation, find_parent(organisation, params.parent_id))
    page, token = page_of(call, found, by=lambda account: account.id)
    entries = tuple(account_entry(organisation, account) for account in page)
    return Result(accounts=entries, next_token=token)
