"""ListObjects: the keys of one of the portal's buckets, in order.

Amazon S3 API Reference, "ListObjects", the version that `aws cloudtrail` uses.
"""

from typing import Annotated

from msgspec import Meta

from audit.storage.listing import MOST_KEYS, CommonPrefix, ListedObject, read_page
from audit.storage.s3_operation import OwnBucket, s3_operation
from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    bucket: str
    prefix: str = ""
    delimiter: str = ""
    marker: str = ""
    max_keys: Annotated[int, Meta(ge=0)] = MOST_KEYS


class Result(Answer, frozen=True, kw_only=True):
    name: str
    prefix: str
    delimiter: str = ""
    marker: str
    max_keys: int
    is_truncated: bool
    next_marker: str | None = None
    contents: tuple[ListedObject, ...] = ()
    common_prefixes: tuple[CommonPrefix, ...] = ()


@s3_operation(action="s3:ListBucket")
def list_objects(call: Call, bucket: OwnBucket, params: Params) -> Result:
    limit = min(params.max_keys, MOST_KEYS)
    page = read_page(
        bucket.files,
        prefix=params.prefix,
        delimiter=params.delimiter,
        after=params.marker,
        limit=limit,
    )
    return Result(
        name=bucket.name,
        prefix=params.prefix,
        delimiter=params.delimiter,
        marker=params.marker,
        max_keys=limit,
        is_truncated=page.last is not None,
        next_marker=page.last if params.delimiter else None,
        contents=tuple(page.contents),
        common_prefixes=tuple(page.common_prefixes),
    )
