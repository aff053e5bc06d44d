"""ListAccessKeys: a user's access keys, without their secrets."""

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.access_key_shapes import AccessKeyMetadata, shown_access_key
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_user_or_caller
from kmsportal.iam.models import AccessKey, IamUser
from kmsportal.iam.names import ExistingUserName
from kmsportal.iam.paging import Marker, MaxItems, page_of_rows


class Params(Shape, frozen=True, kw_only=True):
    user_name: ExistingUserName | None = None
    marker: Marker | None = None
    max_items: MaxItems | None = None


class Result(Answer, frozen=True, kw_only=True):
    access_key_metadata: list[AccessKeyMetadata]
    is_truncated: bool
    marker: str | None = None


@entity_operation(find=named_user_or_caller, kind=Kind.READ)
def list_access_keys(call: Call, user: IamUser, params: Params) -> Result:
    keys = AccessKey.objects.filter(account_id=call.account_id, user=user)
    page = page_of_rows(call, keys, by="id", of=[user.unique_id])
    return Result(
        access_key_metadata=[shown_access_key(key, user) for key in page.items],
        is_truncated=page.is_truncated,
        marker=page.marker,
    )
