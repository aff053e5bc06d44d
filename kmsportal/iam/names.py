"""The names, paths and ids of IAM, bounded as the public model has them."""

from typing import Annotated

from msgspec import Meta

from kmsportal.core.shapes import SECRET, matching

_NAME = matching(r"[0-9A-Za-z_+=,.@-]+", as_aws=r"[\w+=,.@-]+")
_ID = matching(r"[0-9A-Za-z_]+", as_aws=r"[\w]+")

UserName = Annotated[str, Meta(min_length=1, max_length=64), _NAME]
ExistingUserName = Annotated[str, Meta(min_length=1, max_length=128), _NAME]
GroupName = Annotated[str, Meta(min_length=1, max_length=128), _NAME]
RoleName = Annotated[str, Meta(min_length=1, max_length=64), _NAME]
PolicyName = Annotated[str, Meta(min_length=1, max_length=128), _NAME]
AccessKeyId = Annotated[str, Meta(min_length=16, max_length=128), _ID]
ArnText = Annotated[str, Meta(min_length=20, max_length=2048)]
EntityPath = Annotated[
    str,
    Meta(min_length=1, max_length=512),
    matching(r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)"),
]
PathPrefix = Annotated[
    str, Meta(min_length=1, max_length=512), matching(r"\u002F[\u0021-\u007F]*")
]
AccountAliasName = Annotated[
    str,
    Meta(min_length=3, max_length=63),
    matching(
        r"[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]",
        as_aws=r"^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$",
    ),
]
DeviceName = Annotated[str, Meta(min_length=1), _NAME]
SerialNumber = Annotated[
    str,
    Meta(min_length=9, max_length=256),
    matching(r"[0-9A-Za-z_+=/:,.@-]+", as_aws=r"[\w+=/:,.@-]+"),
]
AuthenticationCode = Annotated[
    str, Meta(min_length=6, max_length=6), matching(r"[0-9]+", as_aws=r"[\d]+"), SECRET
]
