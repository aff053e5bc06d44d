"""HeadBucket: whether one of the portal's buckets is there for the caller.

Amazon S3 API Reference, "HeadBucket".
"""

from audit.storage.s3_operation import OwnBucket, s3_operation
from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    bucket: str


class Result(Answer, frozen=True, kw_only=True):
    bucket_region: str


@s3_operation(action="s3:ListBucket")
def head_bucket(call: Call, bucket: OwnBucket, params: Params) -> Result:
    return Result(bucket_region=bucket.region)
