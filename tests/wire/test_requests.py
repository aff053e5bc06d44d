"""Reading a request off the server: whole, bounded, or not at all."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from kmsportal.core.call import Door
from kmsportal.wire.requests import (
    MAXIMUM_BODY_BYTES,
    ClientGoneError,
    origin_of,
    read_request,
)
from kmsportal.wire.sigv4 import SignedRequest
from tests.wire.refusals import refused

_HEADERS = [(b"host", b"kms.test"), (b"user-agent", b"aws-cli/2 \xe9")]
_SCOPE = {
    "type": "http",
    "method": "POST",
    "path": "/",
    "raw_path": b"/",
    "query_string": b"a=1",
    "headers": _HEADERS,
    "client": ("192.0.2.7", 50000),
    "scheme": "https",
}
_GONE = {"type": "http.disconnect"}


def _chunk(body: bytes, *, more: bool = False) -> Mapping[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


def _read(*messages: Mapping[str, Any]) -> tuple[SignedRequest, int]:
    """Read a request from ``messages``; also say how many of them were not needed."""
    left = list(messages)

    async def receive() -> Mapping[str, Any]:
        return left.pop(0)

    return asyncio.run(read_request(_SCOPE, receive)), len(left)


def test_a_request_is_read_as_it_came() -> None:
    request, _ = _read(_chunk(b"{}"))
    assert request == SignedRequest("POST", b"/", b"a=1", _HEADERS, b"{}")


def test_chunks_are_joined() -> None:
    request, _ = _read(
        _chunk(b'{"a"', more=True), _chunk(b"", more=True), _chunk(b":1}")
    )
    assert request.body == b'{"a":1}'


def test_a_message_may_lack_a_body() -> None:
    request, _ = _read({"type": "http.request"})
    assert request.body == b""


@pytest.mark.parametrize(
    "messages", [[_GONE], [_chunk(b"{", more=True), _GONE]], ids=["at once", "midway"]
)
def test_a_client_that_leaves_is_no_request(messages: list[Mapping[str, Any]]) -> None:
    with pytest.raises(ClientGoneError):
        _read(*messages)


def test_a_body_of_exactly_the_bound_is_read() -> None:
    half = b"x" * (MAXIMUM_BODY_BYTES // 2)
    request, _ = _read(_chunk(half, more=True), _chunk(half))
    assert len(request.body) == MAXIMUM_BODY_BYTES


@pytest.mark.parametrize("size", [MAXIMUM_BODY_BYTES + 1, 5 * MAXIMUM_BODY_BYTES])
def test_a_larger_body_is_refused(size: int) -> None:
    with refused("RequestEntityTooLargeException", "larger than 1048576 bytes"):
        _read(_chunk(b"x" * size))


def test_an_endless_body_is_not_read_to_its_end() -> None:
    piece = _chunk(b"x" * 65536, more=True)
    left = [piece] * 100

    async def receive() -> Mapping[str, Any]:
        return left.pop()

    with refused("RequestEntityTooLargeException"):
        asyncio.run(read_request(_SCOPE, receive))
    assert len(left) == 100 - 17


def test_a_server_without_the_raw_path_is_read() -> None:
    async def receive() -> Mapping[str, Any]:
        return _chunk(b"")

    scope = {name: part for name, part in _SCOPE.items() if name != "raw_path"}
    assert asyncio.run(read_request(scope, receive)).raw_path == b"/"


def test_an_origin_says_where_a_call_came_from() -> None:
    origin = origin_of(_SCOPE, dict(_HEADERS))
    assert origin.door is Door.WIRE
    assert origin.source_ip == "192.0.2.7"
    assert origin.user_agent == "aws-cli/2 é"
    assert origin.is_secure


def test_an_origin_may_be_unknown() -> None:
    origin = origin_of({"client": None, "scheme": "http"}, {})
    assert (origin.source_ip, origin.user_agent, origin.is_secure) == ("", "", False)
