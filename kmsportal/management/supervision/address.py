"""The places the portal listens at."""

import errno
import socket
import tempfile
from pathlib import Path

from kmsportal.management.supervision.refusal import CannotStartError

_BACKLOG = 2048
_HIGHEST_PORT = 65535
# sockaddr_un holds 108 bytes on Linux and 104 on macOS and the BSDs (unix(7)).
_LONGEST_SOCKET_PATH = 100

_REASONS = {
    errno.EADDRINUSE: "is taken by another program; choose another with PORT=",
    errno.EACCES: "needs rights that this user does not have; choose one above 1023",
    errno.EADDRNOTAVAIL: "is not an address of this machine",
}


def listen(host: str, port: int) -> socket.socket:
    """Return a listening TCP socket.

    It is opened once, here, and handed to every wire worker, so that the address stays
    ours while a worker restarts. CannotStartError when it cannot be had.
    """
    if not 0 <= port <= _HIGHEST_PORT:
        # getaddrinfo would take 65536 for 0.
        raise CannotStartError(f"Port {port} is no port: they go up to 65535.")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, address = found[0]
        listener = socket.socket(family, kind, protocol)
        return _bound(listener, address)
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, f"cannot be used ({error})")
        raise CannotStartError(f"Port {port} on {host} {reason}.") from error


def _bound(listener: socket.socket, address: object) -> socket.socket:
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)  # type: ignore[arg-type]  # as getaddrinfo gave it
        listener.listen(_BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener


def portal_socket(data_dir: Path) -> Path:
    """Return where the portal worker listens: in ``data_dir`` if its path is short."""
    path = data_dir / "run" / "portal.sock"
    if len(str(path).encode()) <= _LONGEST_SOCKET_PATH:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        return path
    return Path(tempfile.mkdtemp(prefix="kmsportal-")) / "portal.sock"
