"""One request on the wire and the call it makes, once its caller is proven."""

from collections.abc import Mapping
from datetime import datetime

import msgspec
from django.conf import settings

from kmsportal.core.call import Call, Caller
from kmsportal.core.errors import (
    InvalidInputException,
    InvalidSignatureException,
    ServiceError,
    ValidationException,
)
from kmsportal.core.ids import new_event_id
from kmsportal.core.operation import GLOBAL_REGION, Operation
from kmsportal.core.shapes import Params
from kmsportal.iam.callers import AccessKeyView, trust
from kmsportal.iam.sessions import find_credentials
from kmsportal.tenancy.snapshots import SnapshotMissing
from kmsportal.wire.protocols import Dialect
from kmsportal.wire.requests import Scope, origin_of
from kmsportal.wire.sigv4 import Claim, SignedRequest, read_claim, verify

# Clients sign for one Region, whatever theirs is: global services, STS's endpoint.
_GLOBAL_SERVICES = frozenset({"ce", "sts", "iam", "organizations"})


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """A request that names an operation; ``time`` is its one moment."""

    scope: Scope
    request: SignedRequest
    request_id: str
    operation: Operation
    dialect: Dialect
    time: datetime


class UnprovenError(Exception):
    """Nobody is proven to make this request; ``refusal`` is what she is told."""

    def __init__(self, exchange: Exchange, refusal: ServiceError) -> None:
        """Keep both for the record."""
        super().__init__(refusal.code)
        self.exchange = exchange
        self.refusal = refusal


def read_call(
    exchange: Exchange, *, may_wait: bool
) -> tuple[Call, ServiceError | None]:
    """Prove the caller and read the call; a proven caller's bad one is to be recorded.

    Raises UnprovenError with what the caller is told, and SnapshotMissing when
    ``may_wait`` is false and the access key must be read from the database. The call
    itself may not wait, wherever it was read: it is tried on the event loop first.
    """
    try:
        if exchange.operation.introduce is not None:
            return _read_unsigned(exchange, may_wait=may_wait), None
        claim, view = _prove(exchange, may_wait=may_wait)
    except ServiceError as refusal:
        raise UnprovenError(exchange, refusal) from None
    params, error = _parameters(exchange)
    region = _region_of(claim, exchange.operation)
    return _call(exchange, claim.headers, params, view.caller, region), error


def _read_unsigned(exchange: Exchange, *, may_wait: bool) -> Call:
    """Read a call that proves its caller by what it shows; a signature is not read."""
    introduce = exchange.operation.introduce
    if introduce is None or not may_wait:
        raise SnapshotMissing
    params, error = _parameters(exchange)
    if error is not None:
        raise error
    caller = introduce(params, exchange.time)
    headers = dict(exchange.request.headers)
    return _call(exchange, headers, params, caller, GLOBAL_REGION)


def _call(
    exchange: Exchange,
    headers: Mapping[bytes, bytes],
    params: Params,
    caller: Caller,
    region: str,
) -> Call:
    return Call(
        operation=exchange.operation,
        caller=caller,
        origin=origin_of(exchange.scope, headers),
        region=region,
        time=exchange.time,
        params=params,
        request_id=exchange.request_id,
        event_id=new_event_id(exchange.time),
        may_wait=False,
    )


def _prove(exchange: Exchange, *, may_wait: bool) -> tuple[Claim, AccessKeyView]:
    request, operation = exchange.request, exchange.operation
    claim = read_claim(request, exchange.time)
    _region_of(claim, operation)
    view = find_credentials(
        claim.access_key_id,
        claim.security_token,
        time=exchange.time,
        may_wait=may_wait,
    )
    verify(claim, request, view.secret, region=None, service=operation.service)
    trust(view)
    return claim, view


def _parameters(exchange: Exchange) -> tuple[Params, ServiceError | None]:
    try:
        body = exchange.request.body
        return exchange.dialect.read(exchange.operation, body), None
    except ValidationException as error:
        return Params(), _misfit(exchange.operation, error)
    except ServiceError as error:
        return Params(), error


def _misfit(operation: Operation, error: ValidationException) -> ServiceError:
    """Name a parameter out of bounds as its service does."""
    if operation.service != "organizations":
        return error
    return InvalidInputException(error.message, reason="INVALID_PATTERN")


def _region_of(claim: Claim, operation: Operation) -> str:
    """Return the Region that a call is of; InvalidSignatureException for no such one.

    A global service may be signed for any text, so that is not what its events show.
    """
    regions: list[str] = settings.KMSPORTAL_REGIONS
    if operation.is_global:
        return GLOBAL_REGION
    if claim.region in regions:
        return claim.region
    if operation.service in _GLOBAL_SERVICES:
        return GLOBAL_REGION
    raise InvalidSignatureException(
        "Credential should be scoped to a valid region. This service has"
        f" {', '.join(regions)}."
    )
