"""Which operation of S3 a request asks for, and with what.

Amazon S3 API Reference. The bucket is the first part of the path ("path-style"), so no
name has to lead to this address but the address itself.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

import msgspec

from kmsportal.core.errors import MethodNotAllowed, UnknownOperationException
from kmsportal.wire.sigv4 import SignedRequest

_SCOPE = b"/s3/aws4_request"
_PASSED_OVER = frozenset({"x-id", "encoding-type", "fetch-owner", "list-type"})
_LISTS = {
    "prefix": "Prefix",
    "delimiter": "Delimiter",
    "marker": "Marker",
    "max-keys": "MaxKeys",
    "start-after": "StartAfter",
    "continuation-token": "ContinuationToken",
}


class S3Request(msgspec.Struct, frozen=True):
    """An operation's name and its parameters by their names in the API."""

    operation: str
    members: Mapping[str, str]


def is_signed_for_s3(scope: Mapping[str, Any]) -> bool:
    """Whether the request claims to be signed for S3; nobody has proven it yet.

    Whatever its signature, a ``POST /`` is a call of the other protocols.
    """
    if scope["method"] == "POST" and scope["path"] == "/":
        return False
    return any(
        name == b"authorization" and _SCOPE in value for name, value in scope["headers"]
    )


def read_s3_request(request: SignedRequest) -> S3Request:
    """Read what is asked.

    MethodNotAllowed for whatever changes something, UnknownOperationException for what
    is not served.
    """
    if request.method not in {"GET", "HEAD"}:
        raise MethodNotAllowed(
            "The specified method is not allowed against this resource."
        )
    path = unquote(request.raw_path.decode("latin-1"))
    bucket, _, key = path.removeprefix("/").partition("/")
    query = query_of(request)
    asked = {name for name in query if name not in _PASSED_OVER}
    if not bucket:
        raise UnknownOperationException
    if key:
        _require(not asked)
        return S3Request(_of_key(request.method), {"Bucket": bucket, "Key": key})
    return _of_bucket(request.method, bucket, query, asked)


def query_of(request: SignedRequest) -> dict[str, str]:
    pairs = parse_qsl(request.query.decode("latin-1"), keep_blank_values=True)
    return dict(pairs)


def _of_key(method: str) -> str:
    return "HeadObject" if method == "HEAD" else "GetObject"


def _of_bucket(
    method: str, bucket: str, query: Mapping[str, str], asked: set[str]
) -> S3Request:
    named = {"Bucket": bucket}
    if method == "HEAD":
        return S3Request("HeadBucket", named)
    if asked == {"location"}:
        return S3Request("GetBucketLocation", named)
    _require(asked <= _LISTS.keys())
    members = {_LISTS[name]: query[name] for name in asked}
    is_second = query.get("list-type") == "2"
    return S3Request(
        "ListObjectsV2" if is_second else "ListObjects", {**named, **members}
    )


def _require(is_served: bool) -> None:  # noqa: FBT001 - reads as a sentence
    if not is_served:
        raise UnknownOperationException
