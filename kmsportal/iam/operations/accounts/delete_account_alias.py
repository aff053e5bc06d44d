"""DeleteAccountAlias: the account's alias goes."""

from kmsportal.core.call import Call
from kmsportal.core.errors import NoSuchEntityException
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import account_operation
from kmsportal.iam.models import AccountAlias
from kmsportal.iam.names import AccountAliasName


class Params(Shape, frozen=True, kw_only=True):
    account_alias: AccountAliasName


@account_operation()
def delete_account_alias(call: Call, params: Params) -> Empty:
    own = AccountAlias.objects.filter(
        account_id=call.account_id, alias=params.account_alias
    )
    deleted, _ = own.delete()
    if not deleted:
        raise NoSuchEntityException(
            f"The account alias with name {params.account_alias} cannot be found."
        )
    return Empty()
