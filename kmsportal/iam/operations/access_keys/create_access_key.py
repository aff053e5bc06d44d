"""CreateAccessKey: a key to sign with, whose secret is told this once."""

from typing import Annotated

from kmsportal.core.call import Call
from kmsportal.core.shapes import SECRET, Part, Timestamp
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.access_key_shapes import StatusType
from kmsportal.iam.access_keys import issue_access_key, require_room_for_a_key
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_user_or_caller
from kmsportal.iam.models import IamUser
from kmsportal.iam.names import ExistingUserName


class Params(Shape, frozen=True, kw_only=True):
    user_name: ExistingUserName | None = None


class AccessKey(Part, frozen=True, kw_only=True):
    """The API's ``AccessKey`` structure."""

    user_name: str
    access_key_id: str
    status: StatusType
    secret_access_key: Annotated[str, SECRET]
    create_date: Timestamp


class Result(Answer, frozen=True, kw_only=True):
    access_key: AccessKey


@entity_operation(find=named_user_or_caller)
def create_access_key(call: Call, user: IamUser, params: Params) -> Result:
    require_room_for_a_key(user)
    key, secret = issue_access_key(user, time=call.time)
    return Result(
        access_key=AccessKey(
            user_name=user.name,
            access_key_id=key.id,
            status=StatusType(key.status),
            secret_access_key=secret.reveal(),
            create_date=Timestamp(key.created_at),
        )
    )
