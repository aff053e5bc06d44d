"""HTTP for clients nobody has proven yet: bounds on a request's head and its time."""

import asyncio
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_MOST_HEAD_BYTES = 64 * 1024
_TOO_LARGE = b"431 Request Header Fields Too Large"
_TOO_SLOW = b"408 Request Timeout"
_REFUSAL = b"HTTP/1.1 %b\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class BoundedProtocol(HttpToolsProtocol):
    """Uvicorn's protocol, which by itself reads an endless or a never ending request.

    Only what does not arrive in one piece starts a clock, so a usual request pays
    nothing.
    """

    seconds: ClassVar[float] = 60.0

    def __init__(self, *args: Any, **rest: Any) -> None:  # noqa: ANN401 - uvicorn's own
        """Begin with no request under way."""
        super().__init__(*args, **rest)
        self._head_bytes = 0
        self._is_in_head = self._is_incomplete = False
        self._clock: asyncio.TimerHandle | None = None

    def data_received(self, data: bytes) -> None:
        self._head_bytes += len(data)
        super().data_received(data)
        if self._is_in_head and self._head_bytes > _MOST_HEAD_BYTES:
            self._refuse(_TOO_LARGE)
        elif self._is_incomplete and self._clock is None:
            self._clock = self.loop.call_later(self.seconds, self._refuse, _TOO_SLOW)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head_bytes = 0
        self._is_in_head = self._is_incomplete = True

    def on_headers_complete(self) -> None:
        self.head_is_read()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self.request_is_read()

    def head_is_read(self) -> None:
        """Bound the head no more: the body has bounds of its own."""
        self._is_in_head = False

    def request_is_read(self) -> None:
        """Stop the clock of a request that is whole."""
        self._is_incomplete = False
        self._stop_clock()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_clock()
        super().connection_lost(exc)

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _refuse(self, status: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(_REFUSAL % status)
            self.transport.close()
