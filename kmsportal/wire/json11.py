"""AWS JSON 1.1: targets, requests, answers and refusals."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

import msgspec

from kmsportal.core.errors import (
    SerializationException,
    ServiceError,
    UnknownOperationException,
)
from kmsportal.core.shapes import Params, Result, decode_timestamp, encode_as_epoch
from kmsportal.wire.errors import json_members
from kmsportal.wire.reading import read

CONTENT_TYPE = b"application/x-amz-json-1.1"

P = TypeVar("P", bound=Params)

# The target prefixes of the public service models.
_SERVICES = {
    "TrentService": "kms",
    "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101": "cloudtrail",
    "CloudTrail_20131101": "cloudtrail",
    "AmazonSSM": "ssm",
    "AWSInsightsIndexService": "ce",
    "AWSOrganizationsV20161128": "organizations",
}

TARGETS = {service: prefix for prefix, service in _SERVICES.items()}
"""A target prefix of each service."""

_FAST_FAILURES = (msgspec.MsgspecError, ValueError, RecursionError)
"""What a msgspec decoder and its timestamp hook raise on bytes that do not fit."""

_encoder = msgspec.json.Encoder(enc_hook=encode_as_epoch)


def sole_target(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Return ``X-Amz-Target``; ``headers`` have lower-case names.

    Raises UnknownOperationException, which AWS sends without a message, when the
    header is absent or repeated.
    """
    targets = [value for name, value in headers if name == b"x-amz-target"]
    if len(targets) != 1:
        raise UnknownOperationException
    return targets[0]


def read_target(target: bytes) -> tuple[str, str]:
    """Return the service and the operation that ``X-Amz-Target`` names.

    Raises UnknownOperationException.
    """
    prefix, _, operation = target.decode("latin-1").rpartition(".")
    service = _SERVICES.get(prefix)
    if service is None or not operation:
        raise UnknownOperationException
    return service, operation


def decode(shape: type[P], body: bytes) -> P:
    """Read a request body; an empty one counts as ``{}``.

    Raises SerializationException where it is not JSON or a member has the wrong JSON
    type, and ValidationException where a member breaks its bounds.
    """
    try:
        if not body.isascii():
            body.decode()
        params: P = _decoder(shape).decode(body or b"{}")
    except _FAST_FAILURES:
        return read(shape, _decode_untyped(body))
    return params


def encode(result: Result) -> bytes:
    """Spell an answer: moments in epoch seconds, blobs in base64."""
    return _encoder.encode(result)


def encode_error(error: ServiceError) -> bytes:
    """Spell a refusal."""
    return _encoder.encode(json_members(error))


def _decode_untyped(body: bytes) -> object:
    try:
        return msgspec.json.decode(body.decode() or "{}")
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise SerializationException(
            "The request body is not well-formed JSON."
        ) from None


@lru_cache(maxsize=1024)
def _decoder(shape: type[P]) -> msgspec.json.Decoder[P]:
    """Make one decoder a shape; there are only as many shapes as operations."""
    return msgspec.json.Decoder(shape, dec_hook=decode_timestamp)
