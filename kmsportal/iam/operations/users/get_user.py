"""GetUser: one user, or the calling one where none is named."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_user_or_caller
from kmsportal.iam.models import IamUser
from kmsportal.iam.names import ExistingUserName
from kmsportal.iam.users import User, shown_user


class Params(Shape, frozen=True, kw_only=True):
    user_name: ExistingUserName | None = None


class Result(Answer, frozen=True, kw_only=True):
    user: User


@entity_operation(find=named_user_or_caller, kind=Kind.READ)
def get_user(call: Call, user: IamUser, params: Params) -> Result:
    return Result(user=shown_user(user))
