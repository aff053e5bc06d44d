"""An OpenID Connect issuer on this machine, which signs whatever it is asked to."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

AUDIENCE = "kms-portal"
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class Issuer:
    """Publishes its ``keys`` by id and counts the ``fetches`` of them."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.keys: dict[str, PrivateKey] = {}
        self.fetches = 0
        self.is_down = False

    def add_key(self, key_id: str, kind: str = "RSA") -> None:
        self.keys[key_id] = (
            rsa.generate_private_key(65537, 2048)
            if kind == "RSA"
            else ec.generate_private_key(ec.SECP256R1())
        )

    def token(self, time: datetime, *, key_id: str = "one", **claims: Any) -> str:
        """Sign a token that is good for ten minutes; a claim of None is left out."""
        key = self.keys[key_id]
        members = {
            "iss": self.url,
            "aud": AUDIENCE,
            "sub": "system:serviceaccount:apps:web",
            "iat": int(time.timestamp()),
            "exp": int((time + timedelta(minutes=10)).timestamp()),
            **claims,
        }
        given = {name: value for name, value in members.items() if value is not None}
        algorithm = "RS256" if isinstance(key, rsa.RSAPrivateKey) else "ES256"
        return jwt.encode(given, key, algorithm, headers={"kid": key_id})

    def document(self, path: str) -> Any:
        """Return what is at ``path``; None where nothing is."""
        if self.is_down:
            return None
        if path == "/.well-known/openid-configuration":
            return {"issuer": self.url, "jwks_uri": f"{self.url}/keys"}
        if path == "/keys":
            self.fetches += 1
            return {"keys": [_jwk(name, key) for name, key in self.keys.items()]}
        return None


def _jwk(key_id: str, key: PrivateKey) -> dict[str, Any]:
    if isinstance(key, rsa.RSAPrivateKey):
        members = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    else:
        members = ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**members, "kid": key_id, "use": "sig"}


@contextmanager
def issuing() -> Iterator[Issuer]:
    """Run an issuer with one RSA key, ``one``, while the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = issuer.document(self.path)
            self.send_response(404 if found is None else 200)
            self.end_headers()
            self.wfile.write(json.dumps(found).encode())

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer = Issuer(f"http://127.0.0.1:{server.server_address[1]}")
    issuer.add_key("one")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
