"""The wire over a real socket: what is answered at once, and what goes the long way."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn

from kmsportal.wire.door import Reply
from kmsportal.wire.http import protocol_for
from kmsportal.wire.protocols import Answer

_HEAD = b"POST / HTTP/1.1\r\nHost: kms.example.test\r\nContent-Length: %d\r\n%b\r\n"
_JSON = b"application/x-amz-json-1.1"


class Server:
    """Uvicorn with a door that answers bodies of ``now`` at once, ``later`` later."""

    def __init__(self) -> None:
        self.waiting: list[tuple[bytes, Reply]] = []
        self.has_waiting = asyncio.Event()
        self.port = 0

    def answer_now(self, _scope: Any, body: bytes, reply: Reply) -> bool:
        if body == b"later":
            self.waiting.append((body, reply))
            self.has_waiting.set()
        elif body.startswith(b"now"):
            reply(Answer(200, _JSON, b"at once:" + body), "id-1")
        else:
            return False
        return True

    def settle(self) -> None:
        for body, reply in self.waiting:
            reply(Answer(200, _JSON, b"at last:" + body), "id-2")
        self.waiting.clear()

    async def application(self, _scope: Any, receive: Any, send: Any) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        answer = b"by ASGI:%d" % len(body)
        length = str(len(answer)).encode()
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(b"content-length", length)],
            }
        )
        await send({"type": "http.response.body", "body": answer})


@asynccontextmanager
async def _served(door: Server) -> AsyncIterator[Server]:
    config = uvicorn.Config(
        door.application,
        host="127.0.0.1",
        port=0,
        http=protocol_for(door.answer_now),
        interface="asgi3",
        lifespan="off",
        log_config=None,
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0)
    door.port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield door
    finally:
        server.should_exit = True
        await task


async def _exchange(door: Server, *parts: bytes, answers: int = 1) -> list[bytes]:
    """Send ``parts`` one write after the other and read that many answers."""
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    for part in parts:
        writer.write(part)
        await writer.drain()
    read = [await _read_answer(reader) for _ in range(answers)]
    writer.close()
    await writer.wait_closed()
    return read


async def _read_answer(reader: asyncio.StreamReader) -> bytes:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    assert head.startswith(b"http/1.1 200 ok\r\n")
    assert b"\r\ndate: " in head
    length = int(head.partition(b"content-length: ")[2].split(b"\r\n")[0])
    return await reader.readexactly(length)


def _post(body: bytes, more: bytes = b"") -> bytes:
    return _HEAD % (len(body), more) + body


def _run(scenario: Callable[[Server], Awaitable[list[bytes]]]) -> list[bytes]:
    async def served() -> list[bytes]:
        async with _served(Server()) as door:
            return await asyncio.wait_for(scenario(door), 20)

    return asyncio.run(served())


def test_what_can_be_answered_at_once_is() -> None:
    assert _run(lambda door: _exchange(door, _post(b"now"))) == [b"at once:now"]


def test_a_body_may_come_in_pieces() -> None:
    whole = _post(b"now and then")
    parts = (whole[:-9], whole[-9:-4], whole[-4:])

    assert _run(lambda door: _exchange(door, *parts)) == [b"at once:now and then"]


@pytest.mark.parametrize("body", [b"", b"other", b"x" * 70_000])
def test_what_the_door_hands_back_arrives_whole_at_the_application(
    body: bytes,
) -> None:
    expected = b"by ASGI:%d" % len(body)

    assert _run(lambda door: _exchange(door, _post(body))) == [expected]


def test_another_path_is_not_the_doors() -> None:
    elsewhere = _post(b"now").replace(b"POST / ", b"POST /elsewhere ")

    assert _run(lambda door: _exchange(door, elsewhere)) == [b"by ASGI:3"]


def test_a_client_that_expects_to_be_told_to_continue_is_told() -> None:
    async def scenario(door: Server) -> list[bytes]:
        reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
        writer.write(_HEAD % (3, b"Expect: 100-continue\r\n"))
        told = await reader.readuntil(b"\r\n\r\n")
        writer.write(b"now")
        answer = await _read_answer(reader)
        writer.close()
        await writer.wait_closed()
        return [told, answer]

    told, answer = _run(scenario)

    assert told.startswith(b"HTTP/1.1 100")
    assert answer == b"by ASGI:3"


def test_answers_keep_the_order_of_pipelined_requests() -> None:
    async def scenario(door: Server) -> list[bytes]:
        pipelined = _post(b"later") + _post(b"now") + _post(b"other")
        asked = asyncio.create_task(_exchange(door, pipelined, answers=3))
        await door.has_waiting.wait()
        door.settle()
        return await asked

    assert _run(scenario) == [b"at last:later", b"by ASGI:3", b"by ASGI:5"]


def test_an_answer_for_a_client_who_has_gone_is_dropped() -> None:
    async def scenario(door: Server) -> list[bytes]:
        _, writer = await asyncio.open_connection("127.0.0.1", door.port)
        writer.write(_post(b"later"))
        await door.has_waiting.wait()
        writer.close()
        await writer.wait_closed()
        door.settle()
        return await _exchange(door, _post(b"now"))

    assert _run(scenario) == [b"at once:now"]


def test_a_client_that_asks_for_it_has_its_connection_closed() -> None:
    async def scenario(door: Server) -> list[bytes]:
        reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
        writer.write(_post(b"now", b"Connection: close\r\n"))
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()
        return [answer]

    (answer,) = _run(scenario)

    assert b"\r\nconnection: close\r\n" in answer
    assert answer.endswith(b"at once:now")
