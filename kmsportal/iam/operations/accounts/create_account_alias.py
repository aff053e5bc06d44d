"""CreateAccountAlias: the account's alias, in place of the one it had."""

from django.db import IntegrityError, transaction

from kmsportal.core.call import Call
from kmsportal.core.errors import EntityAlreadyExistsException
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import account_operation
from kmsportal.iam.models import AccountAlias
from kmsportal.iam.names import AccountAliasName


class Params(Shape, frozen=True, kw_only=True):
    account_alias: AccountAliasName


@account_operation()
def create_account_alias(call: Call, params: Params) -> Empty:
    try:
        with transaction.atomic():
            AccountAlias.objects.update_or_create(
                account_id=call.account_id, defaults={"alias": params.account_alias}
            )
    except IntegrityError:
        raise EntityAlreadyExistsException(
            f"The account alias {params.account_alias} already exists."
        ) from None
    return Empty()
