"""A private Redis server that keeps nothing."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.processes import (
    accepts,
    find_program,
    free_port,
    running,
    wait_until,
)


@contextmanager
def redis_server() -> Iterator[str]:
    """Yield the URL of a server that lasts as long as the block.

    MissingServerError when Redis is not installed.
    """
    program, port = find_program("redis-server", "valkey-server"), free_port()
    with tempfile.TemporaryDirectory(prefix="kmsportal-redis-") as name:
        command = [program, "--port", str(port), "--bind", "127.0.0.1"]
        command += ["--save", "", "--appendonly", "no", "--dir", name]
        with running(command, Path(name)):
            wait_until(lambda: accepts(port))
            yield f"redis://127.0.0.1:{port}/0"
