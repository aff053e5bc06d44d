"""A front and a portal worker behind it, both real servers."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingMixIn, UnixStreamServer
from typing import Any

import uvicorn

from kmsportal.front.clients import TrustedProxies
from kmsportal.front.portal import Portal
from tests.servers.processes import wait_until

LIMIT = 100_000


@dataclass
class Seen:
    """One request as the portal worker saw it."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name]


@dataclass
class Backend:
    """What the portal worker answers, and what it was asked."""

    status: int = 200
    headers: list[tuple[str, str]] = field(default_factory=list)
    chunks: list[bytes] = field(default_factory=lambda: [b"hello"])
    claimed_length: int | None = None
    seen: list[Seen] = field(default_factory=list)
    may_answer: threading.Event = field(default_factory=threading.Event)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    backend: Backend

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        seen = Seen(
            self.command, self.path, self.headers.items(), self.rfile.read(length)
        )
        self.backend.seen.append(seen)
        self.backend.may_answer.wait(10)
        self.send_response(self.backend.status)
        whole = sum(map(len, self.backend.chunks))
        self.send_header("Content-Length", str(self.backend.claimed_length or whole))
        for name, value in self.backend.headers:
            self.send_header(name, value)
        self.end_headers()
        for chunk in self.backend.chunks:
            self.wfile.write(chunk)
        self.close_connection = self.backend.claimed_length is not None

    do_GET = _answer  # noqa: N815 - the name that http.server looks for
    do_POST = _answer  # noqa: N815 - as above

    def log_message(self, *_: Any) -> None:
        pass


class _Server(ThreadingMixIn, UnixStreamServer):
    daemon_threads = True

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        connection, _ = super().get_request()
        return connection, ("", 0)


@contextmanager
def backend_on(path: Path) -> Iterator[Backend]:
    """Run a portal worker's stand-in on a unix socket."""
    backend = Backend()
    backend.may_answer.set()
    handler = type("Handler", (_Handler,), {"backend": backend})
    with _Server(str(path), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield backend
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def front_before(path: Path, *, trusted: tuple[str, ...] = ()) -> Iterator[str]:
    """Run a front that hands everything to the unix socket; yields its address."""
    portal = Portal(
        socket=str(path), url="", proxies=TrustedProxies(trusted), limit=LIMIT
    )

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await portal.handle(scope, receive, send)
            return
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await portal.close()
        await send({"type": "lifespan.shutdown.complete"})

    config = uvicorn.Config(
        application, lifespan="on", log_config=None, proxy_headers=False, ws="none"
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        wait_until(lambda: server.started)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join()
