"""The published vectors, and the keys that they spell out in numbers."""

import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from keys.crypto.pairs import CURVES
from keys.specs import KeySpec

_FOLDER = Path(__file__).parent / "vectors"
Vector = dict[str, Any]


def vectors(name: str) -> list[Vector]:
    """Read the cases of one file."""
    found: list[Vector] = json.loads((_FOLDER / f"{name}.json").read_text())
    return found


def octets(vector: Vector, member: str) -> bytes:
    return bytes.fromhex(vector[member])


def integer(vector: Vector, member: str) -> int:
    return int(vector[member], 16)


def ec_public(vector: Vector, x: str = "x", y: str = "y") -> ec.EllipticCurvePublicKey:
    curve = CURVES[KeySpec(vector["spec"])]
    numbers = ec.EllipticCurvePublicNumbers(
        integer(vector, x), integer(vector, y), curve
    )
    return numbers.public_key()


def rsa_public(vector: Vector) -> rsa.RSAPublicKey:
    return rsa.RSAPublicNumbers(integer(vector, "e"), integer(vector, "n")).public_key()


def rsa_private(vector: Vector) -> rsa.RSAPrivateKey:
    p, q, d = (integer(vector, name) for name in "pqd")
    numbers = rsa.RSAPrivateNumbers(
        p=p,
        q=q,
        d=d,
        dmp1=rsa.rsa_crt_dmp1(d, p),
        dmq1=rsa.rsa_crt_dmq1(d, q),
        iqmp=rsa.rsa_crt_iqmp(p, q),
        public_numbers=rsa.RSAPublicNumbers(integer(vector, "e"), integer(vector, "n")),
    )
    return numbers.private_key()
