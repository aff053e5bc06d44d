"""Delivery to a bucket of another S3-compatible store."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.audit.trails.worlds import BUCKET, CUT, HOUR, NAME, Trails, deliver
from tests.world import Client, refused


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(store: str) -> Any:
    s3 = boto3.resource(
        "s3",
        endpoint_url=store,
        region_name="us-east-1",
        aws_access_key_id="a",
        aws_secret_access_key="b",
    )
    return s3.create_bucket(Bucket=BUCKET)


@pytest.fixture
def connection(alice: Client, store: str, settings: Any) -> None:
    settings.KMSPORTAL_STORAGE_HOSTS = ["127.0.0.1"]
    alice.perform(
        "portal",
        "CreateStorageConnection",
        BucketName=BUCKET,
        EndpointURL=store,
        AccessKeyId="a",
        SecretAccessKey="b",
    )


def test_files_arrive_with_their_signatures(
    bucket: Any, connection: None, trails: Trails
) -> None:
    trails.create_trail(Name=NAME, S3BucketName=BUCKET, EnableLogFileValidation=True)
    trails.start_logging(Name=NAME)
    deliver(CUT)
    deliver(HOUR)
    own = bucket.objects.filter(Prefix=f"AWSLogs/{trails.client.account_id}/")
    digest, log = (found.Object() for found in own)
    assert log.content_encoding == "gzip"
    assert digest.metadata["signature-algorithm"] == "SHA256withRSA"


def test_a_bucket_that_is_not_there_is_told_at_once(
    alice: Client, store: str, settings: Any, trails: Trails
) -> None:
    settings.KMSPORTAL_STORAGE_HOSTS = ["127.0.0.1"]
    members = {"EndpointURL": store, "AccessKeyId": "a", "SecretAccessKey": "b"}
    alice.perform("portal", "CreateStorageConnection", BucketName="not-made", **members)
    with refused("S3BucketDoesNotExistException"):
        trails.create_trail(Name=NAME, S3BucketName="not-made")


def test_a_store_that_is_away_is_waited_for(
    bucket: Any, connection: None, trails: Trails, settings: Any
) -> None:
    trails.create_trail(Name=NAME, S3BucketName=BUCKET)
    trails.start_logging(Name=NAME)
    settings.KMSPORTAL_STORAGE_HOSTS = []
    assert deliver(CUT) == 0
    status = trails.get_trail_status(Name=NAME)
    assert status["LatestDeliveryError"] == "EndpointNotAllowed"
    settings.KMSPORTAL_STORAGE_HOSTS = ["127.0.0.1"]
    assert deliver(CUT) == 0
    assert deliver(2 * CUT) >= 1
    assert "LatestDeliveryError" not in trails.get_trail_status(Name=NAME)
