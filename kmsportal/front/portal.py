"""Hands a request to the portal worker and its answer back, both as streams."""

import asyncio
import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import httpx

from kmsportal.front.answers import send_refusal
from kmsportal.front.bodies import (
    BodyTooLargeError,
    ClientGoneError,
    IncomingBody,
    Receive,
)
from kmsportal.front.clients import Client, Scope, TrustedProxies, header

logger = logging.getLogger(__name__)

Headers = Sequence[tuple[bytes, bytes]]

# RFC 9110, section 7.6.1: these speak of one connection only.
_HOP_BY_HOP = frozenset(
    b"connection keep-alive proxy-authenticate proxy-authorization proxy-connection te"
    b" trailer transfer-encoding upgrade".split()
)
# What the front alone may say; a client's own would be believed by the portal.
_OURS = frozenset([b"forwarded", b"host", b"x-real-ip", b"expect"])
_THEIRS = frozenset([b"server", b"date"])

_DOWN = "The portal worker does not answer just now. Try again in a moment."
_HELD_BYTES = 64 * 1024
_TOO_LARGE = "The body is larger than this portal takes."
_TIMEOUT = httpx.Timeout(60.0, connect=2.0, pool=10.0)
_LIMITS = httpx.Limits(
    max_connections=100, max_keepalive_connections=20, keepalive_expiry=60.0
)


class Portal:
    """The portal worker as the front reaches it: by a local socket or by an URL."""

    def __init__(
        self, *, socket: str, url: str, proxies: TrustedProxies, limit: int
    ) -> None:
        """Reach ``url``, or ``socket`` when it is given; bodies up to ``limit``."""
        self._url = httpx.URL("http://portal/" if socket else url)
        self._proxies = proxies
        self._limit = limit
        self._transport = httpx.AsyncHTTPTransport(uds=socket or None, limits=_LIMITS)

    async def close(self) -> None:
        await self._transport.aclose()

    async def is_up(self) -> bool:
        """Whether the portal worker answers at all."""
        extensions = {"timeout": httpx.Timeout(2.0).as_dict(), "target": b"/healthz"}
        request = httpx.Request("GET", self._url, extensions=extensions)
        try:
            response = await self._transport.handle_async_request(request)
            await response.aread()
        except httpx.HTTPError:
            return False
        return response.status_code == HTTPStatus.OK

    async def handle(self, scope: Scope, receive: Receive, send: Any) -> None:  # noqa: ANN401 - ASGI
        """Answer one request; a client that leaves ends it."""
        if _announced_length(scope) > self._limit:
            await send_refusal(scope, send, 413, _TOO_LARGE)
            return
        body = IncomingBody(receive, limit=self._limit)
        exchange = asyncio.ensure_future(self._exchange(scope, body, send))
        leaving = asyncio.ensure_future(body.client_left())
        try:
            await asyncio.wait((exchange, leaving), return_when=asyncio.FIRST_COMPLETED)
            if exchange.done():
                exchange.result()
        finally:
            await _end(exchange, leaving)

    async def _exchange(self, scope: Scope, body: IncomingBody, send: Any) -> None:  # noqa: ANN401 - ASGI
        try:
            request = await self._request(scope, body)
            response = await self._transport.handle_async_request(request)
        except ClientGoneError:
            return
        except BodyTooLargeError:
            await send_refusal(scope, send, 413, _TOO_LARGE)
            return
        except httpx.TimeoutException:
            logger.warning("The portal worker took too long to answer.")
            await send_refusal(scope, send, 504, _DOWN)
            return
        except httpx.HTTPError as error:
            logger.warning("The portal worker cannot be reached: %s", error)
            await send_refusal(scope, send, 503, _DOWN)
            return
        await _pass_back(response, send)

    async def _request(self, scope: Scope, body: IncomingBody) -> httpx.Request:
        query = scope["query_string"]
        target = scope["raw_path"] + (b"?" + query if query else b"")
        content: bytes | IncomingBody = body
        if _announced_length(scope) <= _HELD_BYTES:
            # A slow client must not hold a thread of the portal worker, and WSGI knows
            # no body without an announced length.
            content = await body.read()
        return httpx.Request(
            scope["method"],
            self._url,
            headers=_outgoing(scope, self._proxies.client_of(scope)),
            content=content,
            extensions={"timeout": _TIMEOUT.as_dict(), "target": target},
        )


async def _pass_back(response: httpx.Response, send: Any) -> None:  # noqa: ANN401 - ASGI
    dropped = _HOP_BY_HOP | _THEIRS | _named_by_connection(response.headers.raw)
    headers = [
        (name.lower(), value)
        for name, value in response.headers.raw
        if name.lower() not in dropped
    ]
    start = {"status": response.status_code, "headers": headers}
    await send({"type": "http.response.start", **start})
    try:
        # Raw: a compressed answer stays as the portal worker made it.
        async for chunk in response.aiter_raw():
            body = {"body": chunk, "more_body": True}
            await send({"type": "http.response.body", **body})
    except httpx.HTTPError as error:
        # The server closes a connection whose answer is not whole.
        logger.warning("The portal worker broke off an answer: %s", error)
        return
    finally:
        await response.aclose()
    await send({"type": "http.response.body", "body": b""})


def _outgoing(scope: Scope, client: Client) -> list[tuple[bytes, bytes]]:
    dropped = _HOP_BY_HOP | _OURS | _named_by_connection(scope["headers"])
    kept = [
        (name, value)
        for name, value in scope["headers"]
        # WSGI cannot tell X_Forwarded_For from X-Forwarded-For.
        if name not in dropped and b"_" not in name and name[:12] != b"x-forwarded-"
    ]
    return [
        *kept,
        (b"host", client.host.encode("latin-1")),
        (b"x-forwarded-for", client.address.encode("latin-1")),
        (b"x-forwarded-proto", client.scheme.encode("latin-1")),
        (b"x-forwarded-host", client.host.encode("latin-1")),
    ]


def _named_by_connection(headers: Headers) -> frozenset[bytes]:
    values = [value for name, value in headers if name.lower() == b"connection"]
    return frozenset(
        name.strip().lower() for value in values for name in value.split(b",")
    )


def _announced_length(scope: Scope) -> int:
    length = header(scope, b"content-length")
    return int(length) if length.isascii() and length.isdigit() else 0


async def _end(*tasks: asyncio.Future[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
