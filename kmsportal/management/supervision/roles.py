"""What each supervised process runs.

A library is imported by the role that needs it, so a process holds no more than that.
"""

import os
import socket
import sys
import warnings
from collections.abc import Callable

APPLICATION = "kmsportal.asgi:application"
PROTOCOL = "kmsportal.asgi:protocol"
LISTENER_VARIABLE = "KMSPORTAL_LISTENER"
_GRACE_SECONDS = 8


def wire() -> None:
    """Serve the one address: the AWS wire here, the rest handed to the portal."""
    import uvicorn  # noqa: PLC0415 - see the module

    config = uvicorn.Config(
        APPLICATION,
        loop="uvloop",
        http=PROTOCOL,
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # the front itself decides whom to believe
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    listener = socket.socket(fileno=int(os.environ[LISTENER_VARIABLE]))
    server = uvicorn.Server(config)
    server.run(sockets=[listener])
    # As uvicorn's own command does; the reason is in the log.
    if not server.started:
        raise SystemExit(3)


def portal() -> None:
    """Serve the console and REST to the front, on a socket of this machine."""
    from gunicorn.app.wsgiapp import WSGIApplication  # noqa: PLC0415 - see the module

    class Portal(WSGIApplication):  # type: ignore[misc]  # untyped library
        def load_config(self) -> None:
            self.app_uri = "kmsportal.wsgi:application"
            for name, value in _portal_settings().items():
                self.cfg.set(name, value)

    Portal().run()


def _portal_settings() -> dict[str, object]:
    return {
        "bind": "unix:" + os.environ["KMSPORTAL_PORTAL_SOCKET"],
        "umask": 0o077,
        "worker_class": "gthread",
        "workers": int(os.environ.get("KMSPORTAL_PORTAL_WORKERS", "1")),
        "threads": int(os.environ.get("KMSPORTAL_PORTAL_THREADS", "8")),
        # Longer than the front keeps a connection, or it would reuse a closed one.
        "keepalive": 75,
        "timeout": 120,
        "graceful_timeout": _GRACE_SECONDS,
        "max_requests": 0,
        "loglevel": "warning",
        "control_socket_disable": True,
        "proc_name": "kmsportal-portal",
    }


def projector() -> None:
    """Keep search, metering and last use up with the ledger."""
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(["manage.py", "run_projector", "--skip-checks"])


def worker() -> None:
    """Do scheduled work."""
    _celery("worker", "--pool=threads", "--concurrency=2", *_WORKER_IS_ALONE)


def beat() -> None:
    """Say when scheduled work is due."""
    _celery("beat", "--pidfile=")


_WORKER_IS_ALONE = ("--without-gossip", "--without-mingle", "--without-heartbeat")


def _celery(*arguments: str) -> None:
    from celery.__main__ import main  # noqa: PLC0415 - see the module
    from celery.exceptions import SecurityWarning  # noqa: PLC0415 - see the module

    # Celery warns root of pickled messages; ours are JSON and nothing else is read.
    warnings.filterwarnings("ignore", category=SecurityWarning)
    sys.argv = ["celery", "--quiet", "--app=kmsportal.celery", *arguments]
    raise SystemExit(main())


ROLES: dict[str, Callable[[], None]] = {
    "wire": wire,
    "portal": portal,
    "projector": projector,
    "worker": worker,
    "beat": beat,
}
