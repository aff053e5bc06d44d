"""Time stamps for checkpoints, from an authority that others trust too (RFC 3161)."""

import hashlib
from datetime import datetime
from typing import NamedTuple

import httpx
from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimeStampRequest,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

_TIMEOUT_SECONDS = 10.0
_MOST_BYTES = 65_536
_TYPE = "application/timestamp-query"
_GRANTED = (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS)


class StampError(Exception):
    """There is no valid time stamp; the message says why, for people."""


class Stamp(NamedTuple):
    """An authority's whole answer, and the moment that it attests."""

    answer: bytes
    time: datetime


def stamp(data: bytes, authority: str, ca_certificates: str) -> Stamp:
    """Have ``authority`` stamp ``data``; the stamp is verified.

    The signature is verified where ``ca_certificates`` (PEM) are given; without them
    only that the answer is for this request. StampError where it is not valid.
    """
    request = (
        TimestampRequestBuilder(data=data, hash_algorithm=HashAlgorithm.SHA512)
        .cert_request(cert_request=True)
        .build()
    )
    answer = _ask(authority, request.as_bytes())
    try:
        response = decode_timestamp_response(answer)
    except ValueError:
        raise StampError("The authority's answer is no time stamp.") from None
    _require_for(request, response, data)
    if ca_certificates:
        _verify(request, response, data, load_roots(ca_certificates))
    return Stamp(answer, response.tst_info.gen_time)


def load_roots(pem: str) -> list[Certificate]:
    """Read certificates; StampError where there is none in ``pem``."""
    try:
        return load_pem_x509_certificates(pem.encode())
    except ValueError:
        raise StampError("These are no certificates in PEM.") from None


def _ask(authority: str, request: bytes) -> bytes:
    headers = {"Content-Type": _TYPE}
    try:
        answer = httpx.post(
            authority, content=request, headers=headers, timeout=_TIMEOUT_SECONDS
        )
    except httpx.TimeoutException:
        raise StampError("The authority did not answer within ten seconds.") from None
    except (httpx.HTTPError, httpx.InvalidURL):
        raise StampError("The authority could not be reached.") from None
    if not answer.is_success:
        raise StampError(f"The authority answered with status {answer.status_code}.")
    if len(answer.content) > _MOST_BYTES:
        raise StampError("The authority's answer is too long for a time stamp.")
    return answer.content


def _require_for(
    request: TimeStampRequest, response: TimeStampResponse, data: bytes
) -> None:
    if response.status not in _GRANTED:
        raise StampError("The authority refused to stamp.")
    info = response.tst_info
    is_for_it = info.message_imprint.message == hashlib.sha512(data).digest()
    if not is_for_it or info.nonce != request.nonce:
        raise StampError("The authority stamped something else.")


def _verify(
    request: TimeStampRequest,
    response: TimeStampResponse,
    data: bytes,
    roots: list[Certificate],
) -> None:
    verifier = VerifierBuilder.from_request(request)
    for root in roots:
        verifier = verifier.add_root_certificate(root)
    try:
        verifier.build().verify_message(response, data)
    except (VerificationError, ValueError):
        raise StampError(
            "The time stamp is not signed by whom the certificates vouch for."
        ) from None
