"""HeadObject: what there is to know of a file but its content.

Amazon S3 API Reference, "HeadObject".
"""

from audit.storage.s3_operation import OwnBucket, s3_operation
from kmsportal.core.call import Call
from kmsportal.core.errors import NoSuchKey
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.core.shapes import Timestamp


class Params(Shape, frozen=True, kw_only=True):
    bucket: str
    key: str


class Result(Answer, frozen=True, kw_only=True):
    content_length: int
    e_tag: str
    last_modified: Timestamp
    metadata: dict[str, str]


@s3_operation(action="s3:GetObject")
def head_object(call: Call, bucket: OwnBucket, params: Params) -> Result:
    stored = bucket.files.describe(params.key)
    if stored is None:
        raise NoSuchKey("The specified key does not exist.")
    return Result(
        content_length=stored.size,
        e_tag=f'"{stored.etag}"',
        last_modified=Timestamp(stored.modified_at),
        metadata=bucket.files.metadata(params.key),
    )
