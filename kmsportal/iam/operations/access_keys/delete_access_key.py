"""DeleteAccessKey: a key goes, and nothing it signs is accepted from the answer on."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.access_key_shapes import access_key_of
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_user_or_caller
from kmsportal.iam.models import IamUser
from kmsportal.iam.names import AccessKeyId, ExistingUserName


class Params(Shape, frozen=True, kw_only=True):
    user_name: ExistingUserName | None = None
    access_key_id: AccessKeyId


@entity_operation(find=named_user_or_caller, ends_rights=True)
def delete_access_key(call: Call, user: IamUser, params: Params) -> Empty:
    access_key_of(call, user, params.access_key_id).delete()
    return Empty()
