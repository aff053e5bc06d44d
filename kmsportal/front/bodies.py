"""A request's body as it comes in, never more of it than is allowed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

Receive = Callable[[], Awaitable[Mapping[str, Any]]]


class BodyTooLargeError(Exception):
    """The request's body is larger than the portal takes."""


class ClientGoneError(Exception):
    """The client has closed its connection; nobody waits for an answer."""


class IncomingBody:
    """Reads the chunks of one request; afterwards tells when the client leaves."""

    def __init__(self, receive: Receive, *, limit: int) -> None:
        """Read from ``receive``, at most ``limit`` bytes."""
        self._receive = receive
        self._left = limit
        self._is_read = asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the chunks; BodyTooLargeError, ClientGoneError."""
        is_more = True
        while is_more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ClientGoneError
            chunk = message.get("body", b"")
            self._left -= len(chunk)
            if self._left < 0:
                raise BodyTooLargeError
            is_more = message.get("more_body", False)
            if chunk:
                yield chunk
        self._is_read.set()

    async def read(self) -> bytes:
        """Return all of it; BodyTooLargeError, ClientGoneError."""
        return b"".join([chunk async for chunk in self])

    async def client_left(self) -> None:
        """Return when the client closes its connection."""
        await self._is_read.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass
