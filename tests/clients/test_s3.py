"""The one address answers an S3 client too, whatever else stands at the path."""

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.proofs.client import REGION
from tests.proofs.portal import Portal
from tests.proofs.sites import ALICE


def test_a_request_signed_for_s3_is_answered_as_s3(served_portal: Portal) -> None:
    s3 = boto3.client(
        "s3",
        endpoint_url=served_portal.address.url,
        region_name=REGION,
        aws_access_key_id=ALICE.access_key,
        aws_secret_access_key=ALICE.secret_key,
    )
    with pytest.raises(ClientError, match="NoSuchBucket"):
        s3.list_objects_v2(Bucket="console")
    with pytest.raises(ClientError, match="MethodNotAllowed"):
        s3.create_bucket(Bucket="new-files")
