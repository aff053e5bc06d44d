"""Many clients at a steady pace, each answer kept with its moments."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPException

from botocore.credentials import Credentials

from tests.proofs.client import Address, Answer, WireClient
from tests.servers.processes import wait_until

Step = Callable[[WireClient], Answer]
"""One call of a client."""


class Load:
    """Calls ``step`` about ``rate`` times a second, from one thread a client.

    A call that gets no answer is not kept: nobody was told anything.
    """

    def __init__(
        self,
        addresses: Sequence[Address],
        credentials: Credentials,
        *,
        clients: int = 8,
    ) -> None:
        self.answers: list[Answer] = []
        self._stop = threading.Event()
        self._clients = [
            WireClient(addresses[number % len(addresses)], credentials)
            for number in range(clients)
        ]
        self._threads: list[threading.Thread] = []

    def start(self, step: Step, *, rate: float) -> None:
        pause = len(self._clients) / rate
        self._threads = [
            threading.Thread(target=self._call, args=(client, step, pause))
            for client in self._clients
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def succeeded(self) -> list[Answer]:
        return [answer for answer in list(self.answers) if answer.status == 200]

    def sent_after(self, moment: float) -> list[Answer]:
        return [answer for answer in list(self.answers) if answer.sent > moment]

    def wait_for_more(self, count: int) -> None:
        """Return when ``count`` more calls have been answered."""
        wanted = len(self.answers) + count
        wait_until(lambda: len(self.answers) >= wanted)

    def _call(self, client: WireClient, step: Step, pause: float) -> None:
        due = time.monotonic()
        while not self._stop.wait(max(0.0, due - time.monotonic())):
            try:
                self.answers.append(step(client))
            except (OSError, HTTPException):
                client.close()
            due = max(due + pause, time.monotonic())
        client.close()


@contextmanager
def load(
    addresses: Sequence[Address],
    credentials: Credentials,
    step: Step,
    *,
    rate: float = 200,
) -> Iterator[Load]:
    """Keep up the load while the block lasts."""
    running = Load(addresses, credentials)
    running.start(step, rate=rate)
    try:
        yield running
    finally:
        running.stop()
