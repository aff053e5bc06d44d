"""An unmodified S3 client reads the portal's buckets, and changes nothing."""

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from audit.storage.local import bucket_of
from kmsportal.iam.callers import find_access_key
from tests.audit.trails.worlds import BUCKET, make_bucket
from tests.wire.served import Served
from tests.world import Client

KEY = "AWSLogs/a b+c/ü~.gz"


@pytest.fixture
def filled(served: Served, settings: Any, tmp_path: Any) -> Served:
    settings.DATA_DIR = tmp_path
    found = find_access_key(served.credentials.access_key, may_wait=True)
    client = Client(found.caller)
    make_bucket(client)
    bucket = bucket_of(client.account_id, BUCKET)
    bucket.put(KEY, b"content", {"signature": "ab12"})
    for number in range(3):
        bucket.put(f"b/{number}", b"x", {})
    return served


def client_of(
    served: Served, credentials: Credentials | None = None, **more: Any
) -> Any:
    known = credentials or served.credentials
    return boto3.client(
        "s3",
        endpoint_url=served.url,
        region_name="us-east-1",
        aws_access_key_id=known.access_key,
        aws_secret_access_key=known.secret_key,
        config=Config(retries={"total_max_attempts": 1}, **more),
    )


def test_reading_works_as_at_aws(filled: Served) -> None:
    s3 = client_of(filled)
    found = s3.get_object(Bucket=BUCKET, Key=KEY)
    assert found["Body"].read() == b"content"
    assert found["Metadata"] == {"signature": "ab12"}
    head = s3.head_object(Bucket=BUCKET, Key=KEY)
    assert (head["ContentLength"], head["ETag"]) == (7, found["ETag"])
    assert s3.get_bucket_location(Bucket=BUCKET)["LocationConstraint"] is None
    assert s3.head_bucket(Bucket=BUCKET)["BucketRegion"] == "us-east-1"


@pytest.mark.parametrize("name", ["list_objects", "list_objects_v2"])
def test_lists_are_paged_through(filled: Served, name: str) -> None:
    pages = (
        client_of(filled)
        .get_paginator(name)
        .paginate(Bucket=BUCKET, PaginationConfig={"PageSize": 1})
    )
    listed = [entry["Key"] for page in pages for entry in page["Contents"]]
    assert listed == [KEY, "b/0", "b/1", "b/2"]


@pytest.mark.parametrize(
    ("ask", "code", "status"),
    [
        (lambda s3: s3.get_object(Bucket=BUCKET, Key="no"), "NoSuchKey", 404),
        (lambda s3: s3.get_object(Bucket="none", Key="no"), "NoSuchBucket", 404),
        (lambda s3: s3.head_object(Bucket=BUCKET, Key="no"), "404", 404),
        (
            lambda s3: s3.put_object(Bucket=BUCKET, Key=KEY, Body=b"x"),
            "MethodNotAllowed",
            405,
        ),
        (lambda s3: s3.delete_object(Bucket=BUCKET, Key=KEY), "MethodNotAllowed", 405),
        (lambda s3: s3.get_bucket_policy(Bucket=BUCKET), "NotImplemented", 501),
        (lambda s3: s3.list_buckets(), "NotImplemented", 501),
    ],
    ids=["no key", "no bucket", "head", "put", "delete", "policy", "buckets"],
)
def test_refusals_have_the_names_of_s3(
    filled: Served, ask: Callable[[Any], None], code: str, status: int
) -> None:
    with pytest.raises(ClientError) as caught:
        ask(client_of(filled))
    answer: Any = caught.value.response
    assert answer["Error"]["Code"] == code
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == status


def test_who_does_not_know_the_secret_is_refused(filled: Served) -> None:
    wrong = Credentials(filled.credentials.access_key, "wrong" * 8)
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        client_of(filled, wrong).get_object(Bucket=BUCKET, Key=KEY)
    unknown = Credentials("AKIAUNKNOWN", "wrong" * 8)
    with pytest.raises(ClientError, match="InvalidAccessKeyId"):
        client_of(filled, unknown).get_object(Bucket=BUCKET, Key=KEY)


def test_a_payload_may_be_left_out_of_the_signature(filled: Served) -> None:
    s3 = client_of(filled, s3={"payload_signing_enabled": False})
    s3.meta.events.register(
        "before-sign.s3",
        lambda request, **_: request.headers.add_header(
            "x-amz-content-sha256", "UNSIGNED-PAYLOAD"
        ),
    )
    assert s3.get_object(Bucket=BUCKET, Key=KEY)["Body"].read() == b"content"
