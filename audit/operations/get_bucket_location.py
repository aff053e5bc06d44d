"""GetBucketLocation: the Region of one of the portal's buckets.

Amazon S3 API Reference, "GetBucketLocation": us-east-1 is told as nothing.
"""

from audit.storage.s3_operation import OwnBucket, s3_operation
from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer

_UNTOLD = "us-east-1"


class Params(Shape, frozen=True, kw_only=True):
    bucket: str


class Result(Answer, frozen=True, kw_only=True):
    location_constraint: str = ""


@s3_operation(action="s3:GetBucketLocation")
def get_bucket_location(call: Call, bucket: OwnBucket, params: Params) -> Result:
    region = "" if bucket.region == _UNTOLD else bucket.region
    return Result(location_constraint=region)
