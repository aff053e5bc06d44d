"""GetAccessKeyInfo: the account that an access key belongs to, whatever its state."""

from typing import Annotated

from msgspec import Meta

from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import ValidationException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.core.shapes import matching
from kmsportal.iam.models import AccessKey
from kmsportal.iam.sessions import account_of_session_key


class Params(Shape, frozen=True, kw_only=True):
    access_key_id: Annotated[
        str,
        Meta(min_length=16, max_length=128),
        matching(r"[0-9A-Za-z_]*", as_aws=r"[\w]*"),
    ]


class Result(Answer, frozen=True, kw_only=True):
    account: str


@account_operation(service="sts", kind=Kind.READ)
def get_access_key_info(call: Call, params: Params) -> Result:
    # To tell the account of anybody's key is what the operation is for.
    found = AccessKey.objects.filter(id=params.access_key_id).values_list("account_id")
    row = found.first()
    account_id = row[0] if row else account_of_session_key(params.access_key_id)
    if account_id is None:
        raise ValidationException(f"Access key {params.access_key_id} does not exist.")
    return Result(account=account_id)
