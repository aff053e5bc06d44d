from datetime import UTC, datetime
from pathlib import Path

import pytest

from kmsportal.core.signing import SigningSecret
from kmsportal.wire.sigv4 import SignedRequest, read_claim, verify
from tests.wire.refusals import refused

VECTORS = sorted((Path(__file__).parent / "vectors").glob("*.txt"))
SIGNED_AT = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)
SECRET = SigningSecret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")

every_vector = pytest.mark.parametrize(
    "vector", VECTORS, ids=[vector.stem for vector in VECTORS]
)


def arrived(vector: Path, *, body_suffix: bytes = b"") -> SignedRequest:
    head, _, body = vector.read_bytes().partition(b"\n\n")
    first, *lines = head.split(b"\n")
    method, _, rest = first.partition(b" ")
    path, _, query = rest.removesuffix(b" HTTP/1.1").partition(b"?")
    fields = (line.partition(b":") for line in lines)
    return SignedRequest(
        method=method.decode(),
        raw_path=path,
        query=query,
        headers=[(name.lower(), value) for name, _, value in fields],
        body=body + body_suffix,
    )


def test_there_are_vectors() -> None:
    assert len(VECTORS) > 20


@every_vector
def test_a_published_vector_is_accepted(vector: Path) -> None:
    request = arrived(vector)
    claim = read_claim(request, SIGNED_AT)
    assert claim.access_key_id == "AKIDEXAMPLE"
    verify(claim, request, SECRET, region="us-east-1", service="service")


@every_vector
def test_a_published_vector_with_another_body_is_refused(vector: Path) -> None:
    request = arrived(vector, body_suffix=b"x")
    claim = read_claim(request, SIGNED_AT)
    with refused("InvalidSignatureException"):
        verify(claim, request, SECRET, region="us-east-1", service="service")
