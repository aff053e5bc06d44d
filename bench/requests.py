"""Signed requests, as the bytes that go over the wire."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

from bench.processes import ADDRESS
from bench.servers import REGION, Server

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

_CONTENT_TYPE = "application/x-amz-json-1.1"


@dataclass(frozen=True)
class Target:
    """An operation with the members of its request."""

    operation: str
    members: dict[str, Any]


def client_of(server: Server) -> "KMSClient":
    """Return an unmodified SDK client."""
    return boto3.client(
        "kms",
        endpoint_url=f"http://{ADDRESS}:{server.port}",
        region_name=REGION,
        aws_access_key_id=server.access_key_id,
        aws_secret_access_key=server.secret_access_key,
        config=Config(retries={"total_max_attempts": 1}),
    )


class Signer:
    """Signs as one principal of one server, anew each time it is called."""

    def __init__(
        self, server: Server, *, credentials: tuple[str, str] | None = None
    ) -> None:
        """Sign for ``server``, as its administrator unless ``credentials`` say who."""
        self._host = f"{ADDRESS}:{server.port}"
        who = credentials or (server.access_key_id, server.secret_access_key)
        self._auth = SigV4Auth(Credentials(*who), "kms", REGION)

    def request(self, target: Target) -> bytes:
        """Return a whole HTTP/1.1 request."""
        body = json.dumps(target.members).encode()
        signed = AWSRequest(
            "POST",
            f"http://{self._host}/",
            headers={
                "Content-Type": _CONTENT_TYPE,
                "X-Amz-Target": f"TrentService.{target.operation}",
            },
            data=body,
        )
        self._auth.add_auth(signed)
        lines = [
            "POST / HTTP/1.1",
            f"Host: {self._host}",
            "User-Agent: bench/1",
            f"Content-Length: {len(body)}",
            *(f"{name}: {value}" for name, value in signed.headers.items()),
        ]
        return "\r\n".join([*lines, "", ""]).encode() + body
