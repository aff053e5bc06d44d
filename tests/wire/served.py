"""A wire door in this process, behind a real HTTP server."""

import json
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection, HTTPResponse
from typing import Any

import msgspec
import uvicorn
from botocore.auth import SIGV4_TIMESTAMP, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.compat import get_current_datetime
from botocore.credentials import Credentials

from kmsportal.wire.door import WireDoor
from kmsportal.wire.http import protocol_for
from tests.servers.processes import wait_until

REGION = "us-east-1"
JSON = "application/x-amz-json-1.1"


class Reply(msgspec.Struct, frozen=True):
    """One answer, read whole."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def members(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.content)
        return found

    @property
    def refusal(self) -> tuple[int, str]:
        """Its status and its AWS name."""
        return self.status, self.members["__type"]

    @property
    def request_id(self) -> str:
        return self.headers["x-amzn-requestid"]


class SignedAt(SigV4Auth):
    """Botocore's signature at another moment than now."""

    def __init__(self, credentials: Credentials, *, shift: timedelta) -> None:
        super().__init__(credentials, "kms", REGION)
        self._shift = shift

    def add_auth(self, request: AWSRequest) -> None:
        moment = get_current_datetime() + self._shift
        request.context["timestamp"] = moment.strftime(SIGV4_TIMESTAMP)
        self._modify_request_before_signing(request)  # type: ignore[attr-defined]  # not in the stubs
        text = self.string_to_sign(request, self.canonical_request(request))
        signature = self.signature(text, request)
        self._inject_signature_to_request(request, signature)  # type: ignore[attr-defined]  # the same


class Served:
    """The door's address, and the ways to send it something."""

    def __init__(self, port: int, credentials: Credentials) -> None:
        self.address = ("127.0.0.1", port)
        self.credentials = credentials

    @property
    def url(self) -> str:
        return "http://{}:{}/".format(*self.address)

    def signed(
        self,
        target: str = "TrentService.ListKeys",
        body: bytes = b"{}",
        *,
        signer: SigV4Auth | None = None,
        content_type: str = JSON,
    ) -> dict[str, str]:
        """Return the headers of a signed request."""
        headers = {"Content-Type": content_type}
        if target:
            headers["X-Amz-Target"] = target
        request = AWSRequest("POST", self.url, headers, body)
        signer = signer or SigV4Auth(self.credentials, "kms", REGION)
        signer.add_auth(request)
        return {"Host": "{}:{}".format(*self.address), **request.headers}

    def send(
        self, headers: Mapping[str, Any], body: bytes = b"{}", *, path: str = "/"
    ) -> Reply:
        connection = HTTPConnection(*self.address, timeout=20)
        try:
            connection.request("POST", path, body=body, headers=dict(headers))
            return _reply(connection.getresponse())
        finally:
            connection.close()

    def call(self, operation: str, body: bytes = b"{}") -> Reply:
        """Call a KMS operation as its administrator, with exactly these bytes."""
        return self.send(self.signed(f"TrentService.{operation}", body), body)

    def exchange(self, *pieces: bytes, answers: int = 1) -> list[Reply]:
        """Send raw pieces on one connection and read ``answers`` answers."""
        with socket.create_connection(self.address, timeout=20) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for piece in pieces:
                connection.sendall(piece)
            return [self._read(connection) for _ in range(answers)]

    def _read(self, connection: socket.socket) -> Reply:
        response = HTTPResponse(_Unbuffered(connection))  # type: ignore[arg-type]  # it asks for makefile alone
        response.begin()
        return _reply(response)


class _Unbuffered:
    """A socket that gives HTTPResponse no more bytes than it reads."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def makefile(self, _mode: str) -> Any:
        return self._connection.makefile("rb", buffering=0)


def _reply(response: HTTPResponse) -> Reply:
    content = response.read()
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Reply(response.status, headers, content)


def raw_request(headers: Mapping[str, str], body: bytes, *, first: str = "") -> bytes:
    """Spell a request with its length."""
    lines = [first or "POST / HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


def _hasty(protocol: type[Any]) -> type[Any]:
    """Let slow clients wait less than in production."""
    return type("HastyProtocol", (protocol,), {"seconds": 0.5})


@contextmanager
def serving(credentials: Credentials) -> Iterator[Served]:
    """Open a door and serve it while the block lasts."""
    door = WireDoor()
    door.start()
    config = uvicorn.Config(
        door.handle,
        interface="asgi3",
        http=_hasty(protocol_for(door.answer_now)),
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="warning",
        proxy_headers=False,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        wait_until(lambda: server.started)
        yield Served(listener.getsockname()[1], credentials)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
        door.stop()
