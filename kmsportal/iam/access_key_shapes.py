"""Access keys as the API names and shows them."""

from enum import Enum

from kmsportal.core.call import Call
from kmsportal.core.errors import NoSuchEntityException
from kmsportal.core.shapes import Part, Timestamp
from kmsportal.iam.models import AccessKey, IamUser


class StatusType(Enum):
    """The API's ``statusType``; no key here expires by itself."""

    ACTIVE = "Active"
    INACTIVE = "Inactive"
    EXPIRED = "Expired"


class AccessKeyMetadata(Part, frozen=True, kw_only=True):
    """The API's structure of that name."""

    user_name: str
    access_key_id: str
    status: StatusType
    create_date: Timestamp


def shown_access_key(key: AccessKey, user: IamUser) -> AccessKeyMetadata:
    return AccessKeyMetadata(
        user_name=user.name,
        access_key_id=key.id,
        status=StatusType(key.status),
        create_date=Timestamp(key.created_at),
    )


def access_key_of(call: Call, user: IamUser, access_key_id: str) -> AccessKey:
    """Return the user's access key, locked; NoSuchEntityException if not hers."""
    key = (
        AccessKey.objects.filter(
            account_id=call.account_id, user=user, id=access_key_id
        )
        .select_for_update()
        .first()
    )
    if key is None:
        raise NoSuchEntityException(
            f"The Access Key with id {access_key_id} cannot be found."
        )
    return key
