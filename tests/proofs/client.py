"""A cheap client of the wire: plain HTTP, signed by botocore."""

import json
import time
from http.client import HTTPConnection
from typing import Any, NamedTuple, Self

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

REGION = "us-east-1"
_TARGETS = {
    "kms": "TrentService",
    "cloudtrail": "CloudTrail_20131101",
}


class Address(NamedTuple):
    """Where a wire worker listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"


class Answer(NamedTuple):
    """One answer; ``sent`` and ``answered`` are seconds of the monotonic clock."""

    status: int
    request_id: str
    content: bytes
    sent: float
    answered: float

    @property
    def members(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.content or b"{}")
        return found

    @property
    def code(self) -> str | None:
        """The AWS name of the refusal, None when the call succeeded."""
        return None if self.status == 200 else self.members["__type"]


class WireClient:
    """One caller on one connection; ``client.call("Encrypt", KeyId=…)``."""

    def __init__(
        self, address: Address, credentials: Credentials, *, timeout: float = 30
    ) -> None:
        self._address = address
        self._credentials = credentials
        self._connection = HTTPConnection(*address, timeout=timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def call(self, operation: str, /, **members: Any) -> Answer:
        """Call one operation; OSError or HTTPException when there is no answer."""
        body = json.dumps(members).encode()
        headers = self._signed(operation, body)
        sent = time.monotonic()
        self._connection.request("POST", "/", body=body, headers=headers)
        response = self._connection.getresponse()
        content = response.read()
        return Answer(
            response.status,
            response.headers["x-amzn-RequestId"],
            content,
            sent,
            time.monotonic(),
        )

    def must(self, operation: str, /, **members: Any) -> dict[str, Any]:
        """Call one operation and return its answer; it must succeed."""
        answer = self.call(operation, **members)
        assert answer.status == 200, (answer.status, answer.content)
        return answer.members

    def make_key(self) -> str:
        key_id: str = self.must("CreateKey")["KeyMetadata"]["KeyId"]
        return key_id

    def close(self) -> None:
        self._connection.close()

    def _signed(self, operation: str, body: bytes) -> dict[str, str]:
        service, _, name = operation.rpartition(":")
        service = service or "kms"
        headers = {
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": f"{_TARGETS[service]}.{name}",
        }
        request = AWSRequest("POST", f"{self._address.url}/", headers, body)
        SigV4Auth(self._credentials, service, REGION).add_auth(request)
        return dict(request.headers.items())
