"""CreateAccount: open another account; it is ready with the answer."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.organizations.creation import create_member, status_entry
from kmsportal.iam.organizations.declaring import organization_operation
from kmsportal.iam.organizations.shapes import (
    AccountName,
    AccountStatusEntry,
    BillingAccess,
    Email,
    OrganizationTag,
    RoleName,
)
from kmsportal.tenancy.models import Organisation


class Params(Shape, frozen=True, kw_only=True):
    email: Email
    account_name: AccountName
    role_name: RoleName | None = None
    iam_user_access_to_billing: BillingAccess | None = None
    tags: list[OrganizationTag] | None = None


class Result(Answer, frozen=True, kw_only=True):
    create_account_status: AccountStatusEntry


@organization_operation(kind=Kind.CHANGE)
def create_account(call: Call, organisation: Organisation, params: Params) -> Result:
    creation = create_member(
        organisation,
        params.account_name,
        email=params.email,
        role_name=params.role_name,
        time=call.time,
    )
    return Result(create_account_status=status_entry(creation))
