"""A private PostgreSQL server, as an unprivileged user and in a folder of its own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.processes import (
    as_user,
    find_program,
    free_port,
    running,
    wait_until,
)

_USER = "postgres"


@contextmanager
def postgresql() -> Iterator[str]:
    """Yield the URL of a server that lasts as long as the block.

    MissingServerError when PostgreSQL is not installed.
    """
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    initdb = find_program("initdb", folders=programs)
    server = find_program("postgres", folders=programs)
    is_ready = find_program("pg_isready", folders=programs)
    folder = Path(tempfile.mkdtemp(prefix="kmsportal-postgresql-"))
    try:
        if not os.geteuid():
            shutil.chown(folder, _USER)
        cluster, port = folder / "cluster", free_port()
        subprocess.run(
            [*as_user(_USER), *_initdb(initdb, cluster)], check=True, stdout=-3
        )
        with running([*as_user(_USER), *_server(server, cluster, port)], folder):
            probe = [is_ready, "--quiet", "--host=127.0.0.1", f"--port={port}"]
            wait_until(lambda: subprocess.run(probe, check=False).returncode == 0)
            yield f"postgres://{_USER}@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _initdb(program: str, cluster: Path) -> list[str]:
    return [
        program,
        f"--pgdata={cluster}",
        f"--username={_USER}",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
    ]


def _server(program: str, cluster: Path, port: int) -> list[str]:
    settings = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": cluster,
        "max_connections": 200,
        # Tests kill processes, not machines, so nothing has to reach the disk.
        "fsync": "off",
        "full_page_writes": "off",
    }
    options = [f"--{name}={value}" for name, value in settings.items()]
    return [program, "-D", str(cluster), *options]
