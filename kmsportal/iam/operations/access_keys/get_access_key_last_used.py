"""GetAccessKeyLastUsed: when, for what and in which Region a key was last used."""

import msgspec

from kmsportal.core.call import Call
from kmsportal.core.errors import AccessDeniedException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Part, Timestamp
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import Entity, entity_of
from kmsportal.iam.models import AccessKey, IamUser
from kmsportal.iam.names import AccessKeyId

_NEVER = "N/A"


class Params(Shape, frozen=True, kw_only=True):
    access_key_id: AccessKeyId


class AccessKeyLastUsed(Part, frozen=True, kw_only=True):
    """The API's structure of that name; ``N/A`` for a key that was never used."""

    last_used_date: Timestamp | None = None
    service_name: str
    region: str


class Result(Answer, frozen=True, kw_only=True):
    user_name: str
    access_key_last_used: AccessKeyLastUsed


def _holder(call: Call) -> Entity:
    """Return the user whose key it is.

    The model has no error for a key that is not there, so AWS refuses it like a
    foreign one.
    """
    params: Params = call.params  # type: ignore[assignment]  # declared so
    user = IamUser.objects.filter(
        account_id=call.account_id, accesskey=params.access_key_id
    ).first()
    shown_as = f"access key {params.access_key_id}"
    if user is None:
        raise AccessDeniedException(
            f"User: {call.caller.principal.arn} is not authorized to perform:"
            f" iam:GetAccessKeyLastUsed on resource: {shown_as}"
        )
    return msgspec.structs.replace(entity_of("user", user), shown_as=shown_as)


@entity_operation(find=_holder, kind=Kind.READ)
def get_access_key_last_used(call: Call, user: IamUser, params: Params) -> Result:
    key = AccessKey.objects.get(account_id=call.account_id, id=params.access_key_id)
    used = key.last_used_at
    return Result(
        user_name=user.name,
        access_key_last_used=AccessKeyLastUsed(
            last_used_date=None if used is None else Timestamp(used),
            service_name=key.last_used_service or _NEVER,
            region=key.last_used_region or _NEVER,
        ),
    )
