"""How one request of S3 is read and answered."""

from collections.abc import Iterator, Mapping
from email.utils import format_datetime
from typing import Any

import msgspec

from kmsportal.core.errors import ServiceError, ValidationException
from kmsportal.core.operation import Operation
from kmsportal.core.shapes import Params, Result
from kmsportal.registry import find_operation
from kmsportal.wire.protocols import Answer, Choice
from kmsportal.wire.s3 import xml
from kmsportal.wire.s3.errors import s3_code, s3_status
from kmsportal.wire.s3.requests import query_of, read_s3_request
from kmsportal.wire.sigv4 import SignedRequest

_XML = b"application/xml"
Headers = tuple[tuple[bytes, bytes], ...]


def choose_s3(request: SignedRequest) -> Choice:
    """Return the way to answer ``request``, and to find its operation or refuse."""
    return S3Dialect(request), lambda: find_operation(
        "s3", read_s3_request(request).operation
    )


class S3Dialect:
    """S3's REST protocol; unlike the others' it is spread over the whole request."""

    def __init__(self, request: SignedRequest) -> None:
        """Speak about ``request``."""
        self._request = request

    def read(self, operation: Operation, body: bytes) -> Params:  # noqa: ARG002 - as every dialect
        """Read the parameters; ValidationException where one does not fit."""
        members = read_s3_request(self._request).members
        try:
            params: Params = msgspec.convert(members, operation.params, strict=False)
        except msgspec.ValidationError as error:
            raise ValidationException(str(error)) from None
        return params

    def answer(self, operation: Operation, result: Result, request_id: str) -> Answer:
        spell = _SPELLED[operation.name]
        answer = spell(result, self._is_url_encoded)
        headers = (*answer.headers, *_request_id(request_id))
        return msgspec.structs.replace(answer, headers=headers)

    def refuse(self, error: ServiceError, request_id: str) -> Answer:
        body = xml.refusal(s3_code(error), error.message or s3_code(error), request_id)
        # The answer to HEAD has no body (RFC 9110, section 9.3.2).
        body = b"" if self._request.method == "HEAD" else body
        return Answer(s3_status(error), _XML, body, _request_id(request_id))

    @property
    def _is_url_encoded(self) -> bool:
        return query_of(self._request).get("encoding-type") == "url"


def _list(result: Any, is_url_encoded: bool) -> Answer:  # noqa: ANN401, FBT001 - either list's result
    return Answer(200, _XML, xml.list_result(result, is_url_encoded=is_url_encoded))


def _location(result: Any, _is_url_encoded: bool) -> Answer:  # noqa: ANN401, FBT001 - GetBucketLocation's
    return Answer(200, _XML, xml.location(result.location_constraint))


def _bucket(result: Any, _is_url_encoded: bool) -> Answer:  # noqa: ANN401, FBT001 - HeadBucket's
    region = (b"x-amz-bucket-region", result.bucket_region.encode())
    return Answer(200, _XML, b"", (region,))


def _object(result: Any, _is_url_encoded: bool) -> Answer:  # noqa: ANN401, FBT001 - GetObject's
    return Answer(200, b"application/json", result.body, (*_headers(result),))


def _head(result: Any, _is_url_encoded: bool) -> Answer:  # noqa: ANN401, FBT001 - HeadObject's
    length = (b"content-length", str(result.content_length).encode())
    return Answer(200, b"application/json", b"", (length, *_headers(result)))


_SPELLED = {
    "GetBucketLocation": _location,
    "GetObject": _object,
    "HeadBucket": _bucket,
    "HeadObject": _head,
    "ListObjects": _list,
    "ListObjectsV2": _list,
}


def _headers(result: Any) -> Iterator[tuple[bytes, bytes]]:  # noqa: ANN401 - either's
    modified = format_datetime(result.last_modified.moment, usegmt=True)
    yield b"etag", result.e_tag.encode()
    yield b"last-modified", modified.encode()
    yield b"cache-control", b"no-store"
    yield from _metadata(result.metadata)


def _metadata(metadata: Mapping[str, str]) -> Iterator[tuple[bytes, bytes]]:
    for name, value in metadata.items():
        yield f"x-amz-meta-{name}".encode("ascii"), value.encode("ascii")


def _request_id(request_id: str) -> Headers:
    return ((b"x-amz-request-id", request_id.encode()),)
