"""Reading one HTTP request off an ASGI server, within bounds."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from kmsportal.core.call import Door, Origin
from kmsportal.core.errors import RequestEntityTooLargeException
from kmsportal.wire.sigv4 import SignedRequest

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]

MAXIMUM_BODY_BYTES = 1024 * 1024


class ClientGoneError(Exception):
    """The client closed the connection before its request was whole."""


async def read_request(scope: Scope, receive: Receive) -> SignedRequest:
    """Read the whole request; RequestEntityTooLargeException beyond 1 MiB."""
    return request_of(scope, await _read_body(receive))


def request_of(scope: Scope, body: bytes) -> SignedRequest:
    return SignedRequest(
        method=scope["method"],
        raw_path=scope.get("raw_path") or scope["path"].encode(),
        query=scope["query_string"],
        headers=scope["headers"],
        body=body,
    )


async def _read_body(receive: Receive) -> bytes:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise ClientGoneError
    body: bytes = message.get("body", b"")
    if not message.get("more_body"):
        return _bounded(body)
    parts, size = [body], len(body)
    while message.get("more_body") and size <= MAXIMUM_BODY_BYTES:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        parts.append(message.get("body", b""))
        size += len(parts[-1])
    return _bounded(b"".join(parts))


def _bounded(body: bytes) -> bytes:
    if len(body) > MAXIMUM_BODY_BYTES:
        raise RequestEntityTooLargeException(
            f"The request body is larger than {MAXIMUM_BODY_BYTES} bytes."
        )
    return body


def origin_of(scope: Scope, headers: Mapping[bytes, bytes]) -> Origin:
    """Say where a request came from; the front has seen through trusted proxies."""
    return Origin(
        door=Door.WIRE,
        source_ip=(scope.get("client") or ("",))[0],
        user_agent=headers.get(b"user-agent", b"").decode("latin-1"),
        is_secure=scope.get("scheme") == "https",
        host=headers.get(b"host", b"").decode("latin-1"),
        tls=scope.get("tls", ("", "")),
    )
