"""Asks at a fixed rate and tells how late each answer came.

The delay counts from the moment at which a request was due, so a server that stalls
cannot hide it (no coordinated omission). ``python -m bench.steady PORT RATE SECONDS
FILE`` runs it in a process of its own.
"""

import asyncio
import json
import subprocess
import sys
from collections import deque
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

import uvloop

from bench.processes import ADDRESS, ROOT, CannotMeasureError, pinned

RATE = 500
_CONNECTIONS = 32


@dataclass(frozen=True)
class Delays:
    """In milliseconds, with the requests that were not answered with 200."""

    p50: float
    p99: float
    p999: float
    errors: int


class _Connection(asyncio.Protocol):
    def __init__(self, clock: "_Clock") -> None:
        self._clock = clock
        self._due = 0.0
        self._received = b""
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # TCP can be written

    def ask(self, due: float) -> None:
        self._due, self._received = due, b""
        if self._transport is not None:
            self._transport.write(self._clock.request)

    def connection_lost(self, _exc: Exception | None) -> None:
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        if end and len(body) >= _length(head):
            self._clock.note(self, self._due, is_good=head.startswith(b"HTTP/1.1 200"))


class _Clock:
    """Sends each request when it is due, over whichever connection is free."""

    def __init__(self, request: bytes) -> None:
        self.request = request
        self.delays: list[float] = []
        self.errors = 0
        self._free: deque[_Connection] = deque()
        self._late: deque[float] = deque()
        self._loop = asyncio.get_running_loop()

    async def run(self, port: int, *, rate: int, seconds: int) -> None:
        for _ in range(_CONNECTIONS):
            _, connection = await self._loop.create_connection(
                lambda: _Connection(self), ADDRESS, port
            )
            self._free.append(connection)
        begun = self._loop.time()
        for turn in range(rate * seconds):
            due = begun + turn / rate
            await asyncio.sleep(max(0.0, due - self._loop.time()))
            self._ask(due)
        await asyncio.sleep(1)
        self.errors += len(self._late) + _CONNECTIONS - len(self._free)

    def note(self, connection: _Connection, due: float, *, is_good: bool) -> None:
        self.delays.append((self._loop.time() - due) * 1000)
        self.errors += not is_good
        if self._late:
            connection.ask(self._late.popleft())
        else:
            self._free.append(connection)

    def _ask(self, due: float) -> None:
        if self._free:
            self._free.popleft().ask(due)
        else:
            self._late.append(due)


def steadily(port: int, request: bytes, *, seconds: int, core: int | None) -> Delays:
    """Ask 500 times a second and return the delays."""
    with NamedTemporaryFile(prefix="bench-request-") as file:
        file.write(request)
        file.flush()
        numbers = [str(port), str(RATE), str(seconds)]
        done = subprocess.run(
            pinned([sys.executable, "-m", "bench.steady", *numbers, file.name], core),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise CannotMeasureError(f"The steady driver failed: {done.stderr[-200:]}")
    return Delays(**json.loads(done.stdout))


def _length(head: bytes) -> int:
    _, _, rest = head.lower().partition(b"content-length:")
    return int(rest.split(b"\r\n")[0])


async def _measure(port: int, rate: int, seconds: int, request: bytes) -> Delays:
    clock = _Clock(request)
    await clock.run(port, rate=rate, seconds=seconds)
    delays = sorted(clock.delays)
    p50, p99, p999 = (delays[int(len(delays) * q)] for q in (0.5, 0.99, 0.999))
    return Delays(p50, p99, p999, clock.errors)


def main() -> None:
    """Measure as the command line says and print JSON."""
    port, rate, seconds = map(int, sys.argv[1:4])
    request = Path(sys.argv[4]).read_bytes()
    print(json.dumps(asdict(uvloop.run(_measure(port, rate, seconds, request)))))


if __name__ == "__main__":
    main()
