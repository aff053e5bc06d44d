"""GetObject: one file of one of the portal's buckets, as it stands in the folder.

Amazon S3 API Reference, "GetObject".
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
    body: bytes
    e_tag: str
    last_modified: Timestamp
    metadata: dict[str, str]


@s3_operation(action="s3:GetObject")
def get_object(call: Call, bucket: OwnBucket, params: Params) -> Result:
    found = bucket.files.read(params.key)
    if found is None:
        raise NoSuchKey("The specified key does not exist.")
    stored, body = found
    return Result(
        body=body,
        e_tag=f'"{stored.etag}"',
        last_modified=Timestamp(stored.modified_at),
        metadata=bucket.files.metadata(params.key),
    )
