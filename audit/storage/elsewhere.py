"""Buckets of any S3-compatible store, reached with an account's own credentials."""

import fnmatch
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from audit.models import StorageConnection
from audit.storage.refusals import StorageRefusal
from kmsportal.core.secret import SecretText
from kmsportal.sealing.accounts import seal, unseal

_CONFIG = Config(
    connect_timeout=5,
    read_timeout=20,
    retries={"total_max_attempts": 1},
    s3={"addressing_style": "path"},
    signature_version="s3v4",
    # Stores other than Amazon's do not all know the newer trailing checksums.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


def is_reachable_by_rule(endpoint_url: str) -> bool:
    """Whether the operator lets trails be delivered to that address.

    A tenant must not make the portal call what only the portal can reach.
    """
    parts = urlsplit(endpoint_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        return False
    rules: list[str] = settings.KMSPORTAL_STORAGE_HOSTS
    return any(fnmatch.fnmatchcase(parts.hostname, rule) for rule in rules)


def seal_secret(connection: StorageConnection, secret: SecretText) -> bytes:
    plaintext = secret.reveal().encode()
    return seal(connection.account_id, *_row(connection), plaintext=plaintext)


class RemoteBucket:
    """One bucket in another store."""

    def __init__(self, connection: StorageConnection) -> None:
        """Reach it as ``connection`` says."""
        self._connection = connection

    def put(self, key: str, body: bytes, metadata: Mapping[str, str]) -> None:
        """Write a file; StorageRefusal with the store's own words where it will not."""
        self._call(
            "put_object",
            Key=key,
            Body=body,
            ContentType="application/json",
            ContentEncoding="gzip",
            Metadata=dict(metadata),
        )

    def check(self) -> None:
        """Ask whether the bucket is there for us; StorageRefusal if not."""
        self._call("head_bucket")

    def _call(self, name: str, **members: Any) -> None:  # noqa: ANN401 - botocore's own
        connection = self._connection
        if not is_reachable_by_rule(connection.endpoint_url):
            raise StorageRefusal("EndpointNotAllowed", connection.endpoint_url)
        try:
            with self._client() as client:
                getattr(client, name)(Bucket=connection.bucket_name, **members)
        except ClientError as error:
            raise StorageRefusal(str(error.response["Error"]["Code"])) from None
        except BotoCoreError as error:
            raise StorageRefusal(type(error).__name__) from None

    @contextmanager
    def _client(self) -> Iterator[Any]:
        connection = self._connection
        sealed = bytes(connection.sealed_secret)
        secret = unseal(connection.account_id, *_row(connection), sealed=sealed)
        with _authorities(connection.ca_certificate) as verify:
            client = botocore.session.Session().create_client(
                "s3",
                region_name=connection.region,
                endpoint_url=connection.endpoint_url,
                aws_access_key_id=connection.access_key_id,
                aws_secret_access_key=secret.decode(),
                verify=verify,
                config=_CONFIG,
            )
            try:
                yield client
            finally:
                client.close()


@contextmanager
def _authorities(certificate: str) -> Iterator[str | None]:
    """Return the path of the authorities to believe, None for the system's."""
    if not certificate:
        yield None
        return
    with tempfile.NamedTemporaryFile("w", suffix=".pem", delete=False) as file:
        file.write(certificate)
    try:
        yield file.name
    finally:
        os.unlink(file.name)  # noqa: PTH108 - a name, not a path


def _row(connection: StorageConnection) -> tuple[str, str]:
    # The address is part of the name: who changes it must tell the secret again.
    return (
        "storage-connection",
        f"{connection.bucket_name}|{connection.endpoint_url}",
    )
