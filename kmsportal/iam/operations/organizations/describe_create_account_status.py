"""DescribeCreateAccountStatus: what became of a CreateAccount."""

from kmsportal.core.call import Call
from kmsportal.core.errors import CreateAccountStatusNotFoundException
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.models import AccountCreation
from kmsportal.iam.organizations.creation import status_entry
from kmsportal.iam.organizations.declaring import organization_operation
from kmsportal.iam.organizations.shapes import AccountStatusEntry, CreationId
from kmsportal.tenancy.models import Organisation


class Params(Shape, frozen=True, kw_only=True):
    create_account_request_id: CreationId


class Result(Answer, frozen=True, kw_only=True):
    create_account_status: AccountStatusEntry


@organization_operation()
def describe_create_account_status(
    call: Call, organisation: Organisation, params: Params
) -> Result:
    creation = AccountCreation.objects.filter(
        organisation=organisation, id=params.create_account_request_id
    ).first()
    if creation is None:
        raise CreateAccountStatusNotFoundException(
            "You specified a create account request that doesn't exist."
        )
    return Result(create_account_status=status_entry(creation))
