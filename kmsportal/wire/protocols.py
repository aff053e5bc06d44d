"""Which AWS protocol a request speaks, and how an answer to it is spelled."""

from collections.abc import Callable
from functools import lru_cache
from typing import Protocol

import msgspec

from kmsportal.core.errors import ServiceError, UnknownOperationException
from kmsportal.core.operation import Operation
from kmsportal.core.shapes import Params, Result
from kmsportal.registry import find_operation
from kmsportal.wire import json11, query
from kmsportal.wire.errors import query_status
from kmsportal.wire.sigv4 import SignedRequest

_TARGET = b"x-amz-target"
_FORM = b"application/x-www-form-urlencoded"
_JSON = (b"application/x-amz-json-1.1", b"application/x-amz-json-1.0")
QUERY_VERSIONS = {"sts": "2011-06-15", "iam": "2010-05-08"}
"""The services that speak AWS Query, and the version of their API."""


class Answer(msgspec.Struct, frozen=True):
    """What goes back over HTTP; ``headers`` are those that only some answers have."""

    status: int
    content_type: bytes
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()


class Dialect(Protocol):
    """One protocol's way to read parameters and write answers."""

    def read(self, operation: Operation, body: bytes) -> Params: ...
    def answer(
        self, operation: Operation, result: Result, request_id: str
    ) -> Answer: ...
    def refuse(self, error: ServiceError, request_id: str) -> Answer: ...


class Json11:
    """AWS JSON 1.1."""

    def read(self, operation: Operation, body: bytes) -> Params:
        return json11.decode(operation.params, body)

    def answer(self, operation: Operation, result: Result, request_id: str) -> Answer:
        return Answer(200, json11.CONTENT_TYPE, json11.encode(result))

    def refuse(self, error: ServiceError, request_id: str) -> Answer:
        return Answer(error.status, json11.CONTENT_TYPE, json11.encode_error(error))


class Query:
    """AWS Query: a form in, XML out."""

    def __init__(self, service: str) -> None:
        """Speak for ``service``, whose XML namespace the answers carry."""
        self._service = service

    def read(self, operation: Operation, body: bytes) -> Params:
        return query.decode(operation.params, body)

    def answer(self, operation: Operation, result: Result, request_id: str) -> Answer:
        body = query.encode(operation, result, request_id)
        return Answer(200, query.CONTENT_TYPE, body)

    def refuse(self, error: ServiceError, request_id: str) -> Answer:
        body = query.encode_error(error, self._service, request_id)
        return Answer(query_status(error), query.CONTENT_TYPE, body)


JSON11 = Json11()
_QUERIES = {service: Query(service) for service in QUERY_VERSIONS}
Choice = tuple[Dialect, Callable[[], Operation]]


def choose_dialect(request: SignedRequest) -> Choice:
    """Return the protocol, and a way to find the operation or refuse in it."""
    headers = dict(request.headers)
    content_type = headers.get(b"content-type", b"").split(b";")[0].strip().lower()
    if _TARGET not in headers and content_type == _FORM:
        return _choose_query(request)
    return JSON11, lambda: _json_operation(request, content_type)


def _json_operation(request: SignedRequest, content_type: bytes) -> Operation:
    target = json11.sole_target(request.headers)
    if content_type not in _JSON:
        raise UnknownOperationException
    return _operation_of(target)


@lru_cache(maxsize=1024)
def _operation_of(target: bytes) -> Operation:
    """Find an operation; only those there are get remembered."""
    return find_operation(*json11.read_target(target))


def _choose_query(request: SignedRequest) -> Choice:
    service = _scoped_service(request)
    dialect = _QUERIES.get(service, _QUERIES["sts"])
    return dialect, lambda: _query_operation(service, request.body)


def _query_operation(service: str, body: bytes) -> Operation:
    name = query.read_action(body)
    try:
        return find_operation(service, name)
    except UnknownOperationException:
        raise UnknownOperationException(
            f"Could not find operation {name} for version {QUERY_VERSIONS[service]}"
        ) from None


def _scoped_service(request: SignedRequest) -> str:
    """Read the service from the credential scope: a form says it nowhere else."""
    authorization = dict(request.headers).get(b"authorization", b"")
    for service in QUERY_VERSIONS:
        if f"/{service}/aws4_request".encode() in authorization:
            return service
    return "sts"
