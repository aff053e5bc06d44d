"""The AWS wire: a plain ASGI function in front of the gateway.

It proves the caller, reads the parameters, has the gateway perform one call, and
answers when the event is durable. Nothing here decides anything.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from threading import Barrier
from typing import TypeVar

from django.db import DatabaseError, close_old_connections, connection

from audit.ledger import LedgerUnavailable, ledger_writer
from kmsportal import gateway
from kmsportal.core.call import Call
from kmsportal.core.errors import (
    InternalFailure,
    KMSInternalException,
    RequestEntityTooLargeException,
    ServiceError,
)
from kmsportal.core.ids import new_uuid
from kmsportal.core.operation import WouldBlockError
from kmsportal.registry import all_operations
from kmsportal.sealing.envelope import SealBrokenError
from kmsportal.sealing.root import root_key
from kmsportal.tenancy.generations import generations, settle_seconds
from kmsportal.tenancy.snapshots import SnapshotMissing
from kmsportal.wire.exchanges import Exchange, UnprovenError, read_call
from kmsportal.wire.protocols import JSON11, Answer, Choice, choose_dialect
from kmsportal.wire.requests import (
    ClientGoneError,
    Receive,
    Scope,
    Send,
    read_request,
    request_of,
)
from kmsportal.wire.s3.dialect import choose_s3
from kmsportal.wire.s3.requests import is_signed_for_s3
from kmsportal.wire.sigv4 import SignedRequest
from kmsportal.wire.unproven import UnprovenCalls

logger = logging.getLogger(__name__)

_THREADS = 8
Done = TypeVar("Done")
Reply = Callable[[Answer, str], None]
"""Takes the answer and the request's id."""


class WireDoor:
    """One wire worker's door, with its ledger writer and its threads."""

    def __init__(self) -> None:
        """Prepare; ``start`` begins to work."""
        self.writer = ledger_writer()
        self._unproven = UnprovenCalls()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="wire")

    def start(self) -> None:
        """Find the operations, follow the generations and open the ledger.

        RootKeyError without the root key of this database: nothing could be served.
        """
        root_key()
        all_operations()
        generations.start()
        self.writer.start()
        self._unproven.start()

    def stop(self) -> None:
        """Write what still waits, then end the threads."""
        self._unproven.stop()
        self.writer.stop()
        generations.stop()
        self._close_connections()
        self._threads.shutdown()

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one ``POST /``, or one request of S3."""
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

    def answer_now(self, scope: Scope, body: bytes, reply: Reply) -> bool:
        """Answer from memory alone, without a task; False when that cannot be done.

        ``reply`` is called on this event loop, at once or when the event is durable.
        After False nothing has happened: hand the request to ``handle``.
        """
        request, request_id = request_of(scope, body), new_uuid()
        dialect, _ = choice = choose_dialect(request)
        try:
            exchange = _exchange(scope, request, choice, request_id)
            if not exchange.operation.is_from_memory:
                return False
            outcome = _decide_now(*read_call(exchange, may_wait=False))
            self._submit(outcome, partial(_reply, reply, exchange, outcome))
        except WouldBlockError:
            return False
        except Exception as error:  # noqa: BLE001 - every request is answered
            reply(dialect.refuse(self._refusal(error), request_id), request_id)
        return True

    def _submit(
        self, outcome: gateway.Outcome, settled: Callable[[bool], None]
    ) -> None:
        if outcome.event is None:
            settled(True)  # noqa: FBT003 - there is nothing to keep
            return
        try:
            line = gateway.line_of(outcome.event)
            self.writer.submit(line, outcome.event.time, settled)
        except LedgerUnavailable:
            settled(False)  # noqa: FBT003 - as the writer says it

    async def _answer(
        self, scope: Scope, request: SignedRequest, request_id: str
    ) -> Answer:
        choose = choose_s3 if is_signed_for_s3(scope) else choose_dialect
        dialect, _ = choice = choose(request)
        try:
            exchange = _exchange(scope, request, choice, request_id)
            outcome = await self._decide(exchange)
            await self._record(outcome)
            if outcome.settles:
                await asyncio.sleep(settle_seconds())
            return dialect.answer(exchange.operation, outcome.answer(), request_id)
        except Exception as error:  # noqa: BLE001 - every request is answered
            return dialect.refuse(self._refusal(error), request_id)

    async def _decide(self, exchange: Exchange) -> gateway.Outcome:
        """Decide here what memory suffices for; in a thread what waits or is slow."""
        try:
            call, error = read_call(exchange, may_wait=False)
        except SnapshotMissing:
            call, error = await self._in_thread(
                lambda: read_call(exchange, may_wait=True)
            )
        if error is not None or exchange.operation.is_from_memory:
            try:
                return _decide_now(call, error)
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

    def _refusal(self, error: Exception) -> ServiceError:
        """Return what the caller is told, and have it recorded if she is unproven."""
        if isinstance(error, UnprovenError):
            self._unproven.note(error.exchange, error.refusal)
            return error.refusal
        return _refusal(error)

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


def _refusal(error: Exception) -> ServiceError:
    """Return what the caller is told; the cause of a failure is for the log alone."""
    if isinstance(error, ServiceError):
        return error
    if isinstance(error, SealBrokenError):
        # Its sentence names the row, and all there is to know.
        logger.error("%s", error)
        return InternalFailure()
    logger.error("A request failed.", exc_info=error)
    # Before the caller is proven there is no call to record.
    return (
        KMSInternalException()
        if isinstance(error, DatabaseError)
        else InternalFailure()
    )


def _exchange(
    scope: Scope,
    request: SignedRequest,
    choice: Choice,
    request_id: str,
) -> Exchange:
    dialect, find = choice
    return Exchange(
        scope=scope,
        request=request,
        request_id=request_id,
        operation=find(),
        dialect=dialect,
        time=datetime.now(UTC),
    )


def _decide_now(call: Call, error: ServiceError | None) -> gateway.Outcome:
    return gateway.refuse(call, error) if error else gateway.decide(call)


def _reply(
    reply: Reply,
    exchange: Exchange,
    outcome: gateway.Outcome,
    is_durable: bool,  # noqa: FBT001 - as the ledger's writer tells it
) -> None:
    if not is_durable:
        gateway.fail_closed(outcome)
    dialect, request_id = exchange.dialect, exchange.request_id
    try:
        answer = dialect.answer(exchange.operation, outcome.answer(), request_id)
    except ServiceError as error:
        answer = dialect.refuse(error, request_id)
    reply(answer, request_id)


def _with_connection(work: Callable[[], Done]) -> Done:
    """Do ``work`` on a database connection that is neither broken nor too old."""
    close_old_connections()
    return work()


async def _send(
    send: Send, answer: Answer, request_id: str, *, last: bool = False
) -> None:
    headers = [
        (b"content-type", answer.content_type),
        (b"x-amzn-requestid", request_id.encode()),
        *answer.headers,
    ]
    if not any(name == b"content-length" for name, _ in answer.headers):
        headers.append((b"content-length", str(len(answer.body)).encode()))
    if last:
        headers.append((b"connection", b"close"))
    await send(
        {"type": "http.response.start", "status": answer.status, "headers": headers}
    )
    await send({"type": "http.response.body", "body": answer.body})
