"""Boto3 as an application uses it, but for the address."""

from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.credentials import Credentials

from tests.proofs.client import REGION, Address

if TYPE_CHECKING:
    from mypy_boto3_cloudtrail import CloudTrailClient
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_sts import STSClient


class Session:
    """One caller's clients."""

    def __init__(self, session: boto3.Session, url: str) -> None:
        options: dict[str, Any] = {
            "endpoint_url": url,
            "config": Config(retries={"total_max_attempts": 1}),
        }
        self.kms: KMSClient = session.client("kms", **options)
        self.sts: STSClient = session.client("sts", **options)
        # The stubs know the services of pyproject.toml, and IAM is not among them.
        self.iam: Any = session.client("iam", **options)
        self.cloudtrail: CloudTrailClient = session.client("cloudtrail", **options)


def session_of(address: Address, credentials: Credentials) -> Session:
    session = boto3.Session(
        aws_access_key_id=credentials.access_key,
        aws_secret_access_key=credentials.secret_key,
        region_name=REGION,
    )
    return Session(session, address.url)
