"""What IAM's policy operations take and give, bounded as the public model has it."""

from enum import Enum
from typing import Annotated

from msgspec import Meta

from kmsportal.core.shapes import URL_ENCODED, matching

PolicyText = Annotated[
    str,
    Meta(min_length=1, max_length=131072),
    matching(r"[\u0009\u000A\u000D\u0020-\u00FF]+"),
]
ShownPolicy = Annotated[str, URL_ENCODED]
PolicyPath = Annotated[
    str,
    Meta(min_length=1, max_length=512),
    matching(r"((/[A-Za-z0-9\.,\+@=_-]+)*)/"),
]
PolicyDescription = Annotated[str, Meta(max_length=1000)]
VersionId = Annotated[str, matching(r"v[1-9][0-9]*(\.[A-Za-z0-9-]*)?")]


class PolicyUsage(Enum):
    """What a managed policy is used for."""

    PERMISSIONS = "PermissionsPolicy"
    BOUNDARY = "PermissionsBoundary"


class EntityKind(Enum):
    """What lists of an account's identities and policies may be cut down to."""

    USER = "User"
    ROLE = "Role"
    GROUP = "Group"
    LOCAL_POLICY = "LocalManagedPolicy"
    AWS_POLICY = "AWSManagedPolicy"
