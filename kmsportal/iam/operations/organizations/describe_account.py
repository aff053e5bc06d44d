"""DescribeAccount: an account of the organisation by its id."""

from collections.abc import Sequence

from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.organizations.declaring import organization_operation
from kmsportal.iam.organizations.names import entity_arn
from kmsportal.iam.organizations.shapes import AccountEntry, AccountId
from kmsportal.iam.organizations.tree import account_entry, require_account
from kmsportal.tenancy.models import Organisation


class Params(Shape, frozen=True, kw_only=True):
    account_id: AccountId


class Result(Answer, frozen=True, kw_only=True):
    account: AccountEntry


def _resources(organisation: Organisation, params: Params) -> Sequence[str]:
    return (entity_arn(organisation, params.account_id),)


@organization_operation(resources=_resources)
def describe_account(call: Call, organisation: Organisation, params: Params) -> Result:
    account = require_account(organisation, params.account_id)
    return Result(account=account_entry(organisation, account))
