"""What ``manage.py up`` tells its operator once the portal answers."""

import http.client
from collections.abc import Callable
from pathlib import Path

_ANSWER_SECONDS = 1.0
_EVERYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104 - compared with, not bound to


def is_ready(host: str, port: int) -> bool:
    """Whether ``GET /readyz`` answers 200."""
    connection = http.client.HTTPConnection(host, port, timeout=_ANSWER_SECONDS)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def welcome(host: str, port: int, data_dir: Path, *, region: str) -> str:
    """Return the addresses and the lines to paste into another terminal."""
    address = base_address(host, port)
    return f"""
KMS Portal is ready. Ctrl-C stops it.

  Console       {address}/console/
                a forgotten password: .venv/bin/python manage.py reset_password EMAIL
  Use it from another terminal:

    export AWS_ENDPOINT_URL={address} AWS_SHARED_CREDENTIALS_FILE={data_dir}/credentials
    export AWS_REGION={region}
    aws kms create-key --description "orders database"
"""


def base_address(host: str, port: int) -> str:
    """Return the address as a client on this machine writes it."""
    name = "127.0.0.1" if host in _EVERYWHERE else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def announcer(
    host: str, port: int, text: str, say: Callable[[str], None]
) -> Callable[[], bool]:
    """Return a function that says ``text`` once the portal answers."""
    name = "127.0.0.1" if host in _EVERYWHERE else host

    def announce() -> bool:
        if not is_ready(name, port):
            return False
        say(text)
        return True

    return announce
