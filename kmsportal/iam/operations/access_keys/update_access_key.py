"""UpdateAccessKey: switch a key off or on; off is off everywhere at the answer."""

from kmsportal.core.call import Call
from kmsportal.core.errors import InvalidInputException
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.access_key_shapes import StatusType, access_key_of
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_user_or_caller
from kmsportal.iam.models import IamUser
from kmsportal.iam.names import AccessKeyId, ExistingUserName


class Params(Shape, frozen=True, kw_only=True):
    user_name: ExistingUserName | None = None
    access_key_id: AccessKeyId
    status: StatusType


@entity_operation(find=named_user_or_caller, ends_rights=True)
def update_access_key(call: Call, user: IamUser, params: Params) -> Empty:
    if params.status is StatusType.EXPIRED:
        raise InvalidInputException("An access key can be set Active or Inactive.")
    key = access_key_of(call, user, params.access_key_id)
    key.status = params.status.value
    key.save(update_fields=["status"])
    return Empty()
