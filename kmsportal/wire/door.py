"""The AWS wire: a plain ASGI function in front of the gateway.

It proves the caller, reads the parameters, has the gateway perform one call, and
answers when the event is durable. Nothing here decides anything.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import TypeVar

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from audit.ledger import LedgerUnavailable, LedgerWriter
from kmsportal import gateway
from kmsportal.core.call import Call
from kmsportal.core.errors import (
    InternalFailure,
    InvalidSignatureException,
    KMSInternalException,
    RequestEntityTooLargeException,
    ServiceError,
)
from kmsportal.core.ids import new_event_id, new_uuid
from kmsportal.core.operation import Operation, WouldBlockError
from kmsportal.core.shapes import Params, Result
from kmsportal.iam.callers import AccessKeyView, trust
from kmsportal.iam.sessions import find_credentials
from kmsportal.registry import all_operations
from kmsportal.sealing.envelope import SealBrokenError
from kmsportal.sealing.root import root_key
from kmsportal.tenancy.generations import generations, settle_seconds
from kmsportal.tenancy.snapshots import SnapshotMissing
from kmsportal.wire.protocols import JSON11, Answer, Dialect, choose_dialect
from kmsportal.wire.requests import (
    ClientGoneError,
    Receive,
    Scope,
    Send,
    origin_of,
    read_request,
)
from kmsportal.wire.sigv4 import Claim, SignedRequest, read_claim, verify

logger = logging.getLogger(__name__)

_THREADS = 8
_GLOBAL_SERVICES = frozenset({"sts", "iam"})
Done = TypeVar("Done")


class WireDoor:
    """One wire worker's door, with its ledger writer and its threads."""

    def __init__(self) -> None:
        """Prepare; ``start`` begins to work."""
        self.writer = LedgerWriter()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="wire")

    def start(self) -> None:
        """Find the operations, follow the generations and open the ledger.

        RootKeyError without the root key of this database: nothing could be served.
        """
        root_key()
        all_operations()
        generations.start()
        self.writer.start()

    def stop(self) -> None:
        """Write what still waits, then end the threads."""
        self.writer.stop()
        generations.stop()
        self._close_connections()
        self._threads.shutdown()

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one ``POST /``."""
        request_id = new_uuid()
        try:
            request = await read_request(scope, receive)
        except ClientGoneError:
            return
        except RequestEntityTooLargeException as error:
            await _send(send, JSON11.refuse(error, request_id), request_id, last=True)
            return
        answer = await self._answer(scope, request, request_id)
        await _send(send, answer, request_id)

    async def _answer(
        self, scope: Scope, request: SignedRequest, request_id: str
    ) -> Answer:
        dialect, find = choose_dialect(request)
        try:
            operation = find()
            result = await self._perform(scope, request, operation, dialect, request_id)
            return dialect.answer(operation, result, request_id)
        except ServiceError as error:
            return dialect.refuse(error, request_id)
        except SealBrokenError as error:
            # The sentence names the row, for the operator alone.
            logger.error("%s", error)  # noqa: TRY400 - the sentence says it all
            return dialect.refuse(InternalFailure(), request_id)
        except DatabaseError:
            # Before the caller is proven there is no call to record.
            logger.exception("The database could not be read.")
            return dialect.refuse(KMSInternalException(), request_id)
        except Exception:
            logger.exception("A request failed.")
            return dialect.refuse(InternalFailure(), request_id)

    async def _perform(
        self,
        scope: Scope,
        request: SignedRequest,
        operation: Operation,
        dialect: Dialect,
        request_id: str,
    ) -> Result:
        time = datetime.now(UTC)
        claim, view = await self._prove(request, operation, time)
        params, error = _parameters(dialect, operation, request.body)
        call = Call(
            operation=operation,
            caller=view.caller,
            origin=origin_of(scope, claim.headers),
            region=claim.region,
            time=time,
            params=params,
            request_id=request_id,
            event_id=new_event_id(time),
            may_wait=False,
        )
        outcome = gateway.refuse(call, error) if error else await self._decide(call)
        await self._record(outcome)
        if outcome.settles:
            await asyncio.sleep(settle_seconds())
        return outcome.answer()

    async def _prove(
        self, request: SignedRequest, operation: Operation, time: datetime
    ) -> tuple[Claim, AccessKeyView]:
        claim = read_claim(request, time)
        _require_region(claim, operation)
        view = await self._find_credentials(claim, time)
        verify(claim, request, view.secret, region=None, service=operation.service)
        trust(view)
        return claim, view

    async def _find_credentials(self, claim: Claim, time: datetime) -> AccessKeyView:
        def find(*, may_wait: bool) -> AccessKeyView:
            return find_credentials(
                claim.access_key_id, claim.security_token, time=time, may_wait=may_wait
            )

        try:
            return find(may_wait=False)
        except SnapshotMissing:
            return await self._in_thread(lambda: find(may_wait=True))

    async def _decide(self, call: Call) -> gateway.Outcome:
        """Run snapshots' calls here; all that waits or takes long in a thread."""
        if (refused := gateway.throttled(call)) is not None:
            return refused
        if call.operation.is_from_memory:
            try:
                return gateway.decide(call)
            except WouldBlockError:
                pass
        return await self._in_thread(lambda: gateway.decide(gateway.may_wait(call)))

    async def _record(self, outcome: gateway.Outcome) -> None:
        if outcome.event is None:
            return
        try:
            line = gateway.line_of(outcome.event)
            await self.writer.commit(line, outcome.event.time)
        except LedgerUnavailable:
            gateway.fail_closed(outcome)

    def _close_connections(self) -> None:
        """Close each thread's database connection: none can close another's."""
        everyone = Barrier(_THREADS)

        def close() -> None:
            connection.close()
            everyone.wait()

        for _ in range(_THREADS):
            self._threads.submit(close)

    async def _in_thread(self, work: Callable[[], Done]) -> Done:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, _with_connection, work)


def _with_connection(work: Callable[[], Done]) -> Done:
    """Do ``work`` on a database connection that is neither broken nor too old."""
    close_old_connections()
    return work()


def _parameters(
    dialect: Dialect, operation: Operation, body: bytes
) -> tuple[Params, ServiceError | None]:
    """Read the parameters; a proven caller's bad ones are refused on record."""
    try:
        return dialect.read(operation, body), None
    except ServiceError as error:
        return Params(), error


def _require_region(claim: Claim, operation: Operation) -> None:
    if operation.service in _GLOBAL_SERVICES:
        return
    if claim.region not in settings.KMSPORTAL_REGIONS:
        raise InvalidSignatureException(
            "Credential should be scoped to a valid region. This service has"
            f" {', '.join(settings.KMSPORTAL_REGIONS)}."
        )


async def _send(
    send: Send, answer: Answer, request_id: str, *, last: bool = False
) -> None:
    headers = [
        (b"content-type", answer.content_type),
        (b"content-length", str(len(answer.body)).encode()),
        (b"x-amzn-requestid", request_id.encode()),
    ]
    if last:
        headers.append((b"connection", b"close"))
    await send(
        {"type": "http.response.start", "status": answer.status, "headers": headers}
    )
    await send({"type": "http.response.body", "body": answer.body})
