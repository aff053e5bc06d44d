"""Requests as unmodified AWS clients sign them: by botocore."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from kmsportal.wire.sigv4 import SignedRequest

ACCESS_KEY_ID = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
REGION = "eu-central-1"


def signed_by_botocore(
    method: str = "POST",
    path: str = "/",
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"{}",
    *,
    token: str | None = None,
) -> SignedRequest:
    request = AWSRequest(
        method,
        f"http://kms.example.test:8000{path}",
        headers=headers or {"X-Amz-Target": "TrentService.ListKeys"},
        params=query or {},
        data=body,
    )
    credentials = Credentials(ACCESS_KEY_ID, SECRET, token)
    SigV4Auth(credentials, "kms", REGION).add_auth(request)
    parts = urlsplit(request.prepare().url)
    return SignedRequest(
        method=method,
        raw_path=parts.path.encode(),
        query=parts.query.encode(),
        headers=_asgi(parts.netloc, dict(request.headers.items())),
        body=body,
    )


def _asgi(host: str, headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    listed = [("host", host), ("user-agent", "unsigned"), *headers.items()]
    return [(name.lower().encode(), _bytes(value)) for name, value in listed]


def _bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode()
