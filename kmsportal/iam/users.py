"""IAM users as the API shows them."""

from kmsportal.core.shapes import Part, Timestamp
from kmsportal.iam.attached_boundaries import (
    AttachedPermissionsBoundary,
    shown_boundary,
)
from kmsportal.iam.models import IamUser
from kmsportal.iam.tags import Tag, listed


class User(Part, frozen=True, kw_only=True):
    """The API's ``User`` structure; nobody here signs in with an IAM password."""

    path: str
    user_name: str
    user_id: str
    arn: str
    create_date: Timestamp
    permissions_boundary: AttachedPermissionsBoundary | None = None
    tags: list[Tag] | None = None


def shown_user(user: IamUser) -> User:
    """Return the user with boundary and tags, where she has any."""
    return User(
        path=user.path,
        user_name=user.name,
        user_id=user.unique_id,
        arn=user.arn,
        create_date=Timestamp(user.created_at),
        permissions_boundary=shown_boundary(user.boundary_arn),
        tags=listed(user.tags) or None,
    )


def listed_user(user: IamUser) -> User:
    """Return the user as lists show her: without boundary and tags."""
    return User(
        path=user.path,
        user_name=user.name,
        user_id=user.unique_id,
        arn=user.arn,
        create_date=Timestamp(user.created_at),
    )
