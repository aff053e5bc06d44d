"""Uvicorn's HTTP protocol, answering what the door can answer from memory at once.

A request on the wire is handed to the door as soon as its body is whole: without a
task, and its answer is one write. All else, and whatever the door hands back, goes the
way of any ASGI request. Measured, that way costs as much as the whole of Encrypt.
"""

import http
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from kmsportal.wire.bounded import BoundedProtocol
from kmsportal.wire.door import Reply
from kmsportal.wire.protocols import Answer

_MOST_HELD_BYTES = 64 * 1024
"""A larger body takes uvicorn's way, which stops reading when it piles up."""

_POST = {"method": "POST", "path": "/", "raw_path": b"/", "query_string": b""}
AnswerNow = Callable[[dict[str, Any], bytes, Reply], bool]
_STATUS_LINES = {
    status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode()
    for status in http.HTTPStatus
}


class _Turn:
    """Stands where uvicorn keeps the request being answered on a connection."""

    __slots__ = ("disconnected", "keep_alive", "message_event", "response_complete")

    def __init__(self, *, keep_alive: bool) -> None:
        self.keep_alive = keep_alive
        self.disconnected = False
        self.response_complete = False
        self.message_event = _NOBODY_WAITS


class _NobodyWaits:
    """What uvicorn sets to wake a request's task, where there is no task."""

    def set(self) -> None:
        pass


_NOBODY_WAITS = _NobodyWaits()


class WireProtocol(BoundedProtocol):
    """One connection."""

    answer_now: AnswerNow

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._held: list[bytes] | None = None
        self._held_bytes = 0

    def on_headers_complete(self) -> None:
        if self._is_for_the_door():
            self.head_is_read()
            self._held = []
        else:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if self._held is None:
            super().on_body(body)
            return
        self._held.append(body)
        self._held_bytes += len(body)
        if self._held_bytes > _MOST_HELD_BYTES:
            self._hand_on()

    def on_message_complete(self) -> None:
        held = self._held
        if held is None:
            super().on_message_complete()
            return
        body = held[0] if len(held) == 1 else b"".join(held)
        turn = _Turn(keep_alive=self._keeps_alive())
        before, self.cycle = self.cycle, turn  # type: ignore[assignment]  # as uvicorn uses it
        scope = {**self.scope, **_POST}

        def reply(answer: Answer, request_id: str) -> None:
            self._write(turn, answer, request_id)

        if self.answer_now(scope, body, reply):
            self.request_is_read()
            return
        self.cycle = before
        self._hand_on()
        super().on_message_complete()

    def _is_for_the_door(self) -> bool:
        """Whether it is a ``POST /`` that nothing on this connection stands before."""
        before: RequestResponseCycle | None = self.cycle
        is_free = before is None or before.response_complete
        return (
            is_free
            and self.url == b"/"
            and not self.expect_100_continue
            and not self.flow.write_paused
            and self.limit_concurrency is None
            and self.parser.get_method() == b"POST"
            and not self.parser.should_upgrade()
        )

    def _keeps_alive(self) -> bool:
        is_current: bool = self.parser.get_http_version() != "1.0"
        return is_current and self.parser.should_keep_alive()

    def _hand_on(self) -> None:
        """Go on as uvicorn does, with what has been held back so far."""
        held, self._held = self._held or [], None
        super().on_headers_complete()
        for body in held:
            super().on_body(body)

    def _write(self, turn: _Turn, answer: Answer, request_id: str) -> None:
        if turn.disconnected or self.transport.is_closing():
            return
        lines = [_STATUS_LINES[answer.status]]
        for name, value in self.server_state.default_headers:
            lines += (name, b": ", value, b"\r\n")
        close = b"" if turn.keep_alive else b"connection: close\r\n"
        lines.append(
            b"content-type: %b\r\ncontent-length: %d\r\nx-amzn-requestid: %b\r\n%b\r\n"
            % (answer.content_type, len(answer.body), request_id.encode(), close)
        )
        lines.append(answer.body)
        self.transport.write(b"".join(lines))
        turn.response_complete = True
        if not turn.keep_alive:
            self.transport.close()
        self.on_response_complete()


def protocol_for(answer_now: AnswerNow) -> type[Any]:
    """Return the protocol class for uvicorn; see ``WireDoor.answer_now``."""
    members = {"answer_now": staticmethod(answer_now)}
    return type("BoundWireProtocol", (WireProtocol,), members)
