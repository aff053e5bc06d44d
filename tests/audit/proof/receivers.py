"""The other ends of anchors: webhooks, and a time stamping authority of openssl's."""

import subprocess
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

Answer = Callable[[bytes], bytes]


class Receiver:
    """A web server's other end; ``answer`` makes the body of its answers."""

    def __init__(self, answer: Answer = lambda _body: b"") -> None:
        self.status = 200
        self.bodies: list[bytes] = []
        self.signatures: list[str | None] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                receiver.bodies.append(self.rfile.read(length))
                receiver.signatures.append(self.headers["X-KMSPortal-Signature"])
                self.send_response(receiver.status)
                self.end_headers()
                self.wfile.write(answer(receiver.bodies[-1]))

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        self._thread = threading.Thread(target=self.server.serve_forever)
        self._thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()


_SETTINGS = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
"""


class Authority:
    """A time stamping authority, as ``openssl ts`` makes one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.root = folder / "root.pem"
        self._settings = folder / "tsa.cnf"
        self._settings.write_text(_SETTINGS.format(folder=folder), encoding="ascii")
        (folder / "serial").write_text("01\n", encoding="ascii")
        self._certify("root", "-x509", "-extensions", "root")
        issuer = ("-CA", self.root, "-CAkey", folder / "root.key")
        self._certify("tsa", "-x509", "-extensions", "leaf", *issuer)

    def answer(self, request: bytes) -> bytes:
        query, reply = self._folder / "query", self._folder / "reply"
        query.write_bytes(request)
        self.openssl(
            "ts",
            "-reply",
            "-config",
            self._settings,
            "-queryfile",
            query,
            "-out",
            reply,
        )
        return reply.read_bytes()

    def openssl(self, *arguments: object) -> str:
        command = ["openssl", *map(str, arguments)]
        return subprocess.run(
            command, check=True, capture_output=True, text=True, timeout=30
        ).stdout

    def _certify(self, name: str, *arguments: object) -> None:
        key, certificate = self._folder / f"{name}.key", self._folder / f"{name}.pem"
        self.openssl(
            "req", "-config", self._settings, "-newkey", "ec", "-pkeyopt",
            "ec_paramgen_curve:P-256", "-nodes", "-days", "3650", "-subj",
            f"/CN={name}", "-keyout", key, "-out", certificate, *arguments,
        )  # fmt: skip
