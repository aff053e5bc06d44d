"""Receivers and destinations for tests; everything is sent for real, on loopback."""

import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from audit.outputs.due import send_due
from audit.outputs.watching import watch_due
from kmsportal import projector
from tests.world import NOW, Client

NAME = "siem"
SECRET = "a secret of the receiver"


class Receiver:
    """The other end of HTTP; ``status`` is what it answers."""

    def __init__(self) -> None:
        self.status = 200
        self.bodies: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                receiver.bodies.append(self.rfile.read(length))
                receiver.headers.append(dict(self.headers))
                self.send_response(receiver.status)
                self.send_header("Location", "http://169.254.169.254/")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/path-that-is-secret"
        self._thread = threading.Thread(target=self.server.serve_forever)
        self._thread.start()

    @property
    def records(self) -> list[dict[str, Any]]:
        return [
            record for body in self.bodies for record in json.loads(body)["records"]
        ]

    @property
    def names(self) -> list[str]:
        return [record["eventName"] for record in self.records]

    def close(self) -> None:
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()


class Collector:
    """A syslog server that speaks TLS and keeps what each session brought."""

    def __init__(self, folder: Path) -> None:
        self.sessions: list[bytes] = []
        self.certificate = _make_certificate(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "collector.pem")
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"tls://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        for plain in _accepted(self._listener):
            try:
                with self._context.wrap_socket(plain, server_side=True) as secure:
                    read = b""
                    while part := secure.recv(65_536):
                        read += part
                    self.sessions.append(read)
                    secure.unwrap()
            except OSError:
                plain.close()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


def _accepted(listener: socket.socket) -> Iterator[socket.socket]:
    while True:
        try:
            yield listener.accept()[0]
        except OSError:
            return


def frames(session: bytes) -> list[str]:
    """Take RFC 5425's octet counts apart."""
    found = []
    while session:
        count, _, rest = session.partition(b" ")
        found.append(rest[: int(count)].decode())
        session = rest[int(count) :]
    return found


def create(client: Client, **members: Any) -> dict[str, Any]:
    chosen = {"Name": NAME, "Kind": "WEBHOOK", **members}
    return client.perform("portal", "CreateDestination", **chosen)


def shown(client: Client) -> dict[str, Any]:
    answer = client.perform("portal", "ListDestinations")
    found: dict[str, Any] = answer["Destinations"][0]
    return found


def create_rule(client: Client, **members: Any) -> dict[str, Any]:
    chosen = {"Name": NAME, "Kind": "KEY_DISABLED", **members}
    return client.perform("portal", "CreateAlertRule", **chosen)


def deliver(after: timedelta = timedelta(0)) -> int:
    """Bring the ledger to the outputs and do what is due ``after`` the moment."""
    projector.catch_up()
    return send_due(NOW + after)


def watch(after: timedelta = timedelta(0)) -> int:
    projector.catch_up()
    return watch_due(NOW + after)


def _make_certificate(folder: Path) -> str:
    """Make a self-signed certificate for 127.0.0.1; its key stays in ``folder``."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "collector")])
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "collector.pem").write_bytes(private + public)
    return public.decode()
