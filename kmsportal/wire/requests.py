"""Reading one HTTP request off an ASGI server, within bounds."""

import ipaddress
from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings

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
    return SignedRequest(
        method=scope["method"],
        raw_path=scope.get("raw_path") or scope["path"].encode(),
        query=scope["query_string"],
        headers=scope["headers"],
        body=await _read_body(receive),
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
    """Say where a request came from; a proxy is believed only if it is trusted."""
    client = (scope.get("client") or ("",))[0]
    scheme = scope.get("scheme", "http")
    if is_trusted_proxy(client):
        client, scheme = _forwarded(headers, client, scheme)
    return Origin(
        door=Door.WIRE,
        source_ip=client,
        user_agent=headers.get(b"user-agent", b"").decode("latin-1"),
        is_secure=scheme == "https",
    )


@lru_cache(maxsize=1024)
def is_trusted_proxy(client: str) -> bool:
    """Whether ``client`` lies within KMSPORTAL_TRUSTED_PROXIES."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return False
    networks = map(ipaddress.ip_network, settings.KMSPORTAL_TRUSTED_PROXIES)
    return any(address in network for network in networks)


def _forwarded(
    headers: Mapping[bytes, bytes], client: str, scheme: str
) -> tuple[str, str]:
    chain = headers.get(b"x-forwarded-for", b"").decode("latin-1")
    nearest_first = [part.strip() for part in chain.split(",") if part.strip()][::-1]
    # The first address from the right that no proxy of ours vouches for is the client.
    for address in nearest_first:
        client = address
        if not is_trusted_proxy(address):
            break
    proto = headers.get(b"x-forwarded-proto", scheme.encode()).decode("latin-1")
    return client, proto
