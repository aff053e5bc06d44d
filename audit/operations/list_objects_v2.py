"""ListObjectsV2: the keys of one of the portal's buckets, in order.

Amazon S3 API Reference, "ListObjectsV2".
"""

from typing import Annotated

from django.conf import settings
from msgspec import Meta

from audit.storage.listing import MOST_KEYS, CommonPrefix, ListedObject, read_page
from audit.storage.s3_operation import OwnBucket, s3_operation
from kmsportal.core.call import Call
from kmsportal.core.pages import open_marker, seal_marker
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    bucket: str
    prefix: str = ""
    delimiter: str = ""
    start_after: str = ""
    continuation_token: str | None = None
    max_keys: Annotated[int, Meta(ge=0)] = MOST_KEYS


class Result(Answer, frozen=True, kw_only=True):
    name: str
    prefix: str
    delimiter: str = ""
    start_after: str = ""
    max_keys: int
    key_count: int
    is_truncated: bool
    continuation_token: str | None = None
    next_continuation_token: str | None = None
    contents: tuple[ListedObject, ...] = ()
    common_prefixes: tuple[CommonPrefix, ...] = ()


@s3_operation(action="s3:ListBucket")
def list_objects_v2(call: Call, bucket: OwnBucket, params: Params) -> Result:
    limit, scope = min(params.max_keys, MOST_KEYS), _scope(call, params)
    token = params.continuation_token
    page = read_page(
        bucket.files,
        prefix=params.prefix,
        delimiter=params.delimiter,
        after=_opened(token, scope) if token else params.start_after,
        limit=limit,
    )
    return Result(
        name=bucket.name,
        prefix=params.prefix,
        delimiter=params.delimiter,
        start_after=params.start_after,
        max_keys=limit,
        key_count=len(page.contents) + len(page.common_prefixes),
        is_truncated=page.last is not None,
        continuation_token=token,
        next_continuation_token=_sealed(page.last, scope) if page.last else None,
        contents=tuple(page.contents),
        common_prefixes=tuple(page.common_prefixes),
    )


def _scope(call: Call, params: Params) -> tuple[str, ...]:
    listed = (params.bucket, params.prefix, params.delimiter)
    return ("ListObjectsV2", call.account_id, *listed)


def _opened(token: str, scope: tuple[str, ...]) -> str:
    return open_marker(token, secret=settings.SECRET_KEY.encode(), scope=scope)


def _sealed(position: str, scope: tuple[str, ...]) -> str:
    return seal_marker(position, secret=settings.SECRET_KEY.encode(), scope=scope)
