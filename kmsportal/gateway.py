"""The only way to run an operation: bind, authorise, check, run, record, answer.

The answer leaves only when its event is durable. A change and its event share one
transaction; every other call's event is appended before its answer, and without it
there is no answer.
"""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec
from django.db import DatabaseError, IntegrityError, connection, transaction

from audit.cloudtrail import encode, render, render_service_event
from audit.ledger import LedgerUnavailable, append
from keys.managed_keys import ManagedKeyMissing, make_managed_key
from keys.schedules import Work, due_work
from keys.throttling import give_back, throttle
from kmsportal.core.call import Call
from kmsportal.core.errors import (
    KMSInternalException,
    ServiceError,
    ThrottlingException,
)
from kmsportal.core.ids import new_event_id
from kmsportal.core.operation import Kind, WouldBlockError
from kmsportal.core.record import NO_TRACE, Deed, LedgerEvent, Trace
from kmsportal.core.shapes import Result
from kmsportal.core.texts import refuse_unstorable
from kmsportal.iam.authorization import authorize
from kmsportal.tenancy.generations import bump, generations, settle_seconds

logger = logging.getLogger(__name__)


class Outcome(msgspec.Struct, kw_only=True):
    """How a call ended, before its answer may leave.

    ``event`` is not yet durable; None when it was committed with the effect.
    ``settles`` marks that the answer must wait until no lease is older than it.
    """

    result: Result | None = None
    error: ServiceError | None = None
    event: LedgerEvent | None = None
    settles: bool = False

    def answer(self) -> Result:
        """Return the result or raise the refusal."""
        if self.error is not None:
            raise self.error
        if self.result is None:
            raise KMSInternalException
        return self.result


def perform(call: Call) -> Result:
    """Run a call to its durable end in this thread, and answer it."""
    outcome = decide(call)
    record(call, outcome)
    if outcome.settles:
        time.sleep(settle_seconds())
    return outcome.answer()


def decide(call: Call) -> Outcome:
    """Run a call up to its event; the caller makes that durable before answering.

    WouldBlockError when ``call.may_wait`` is false and the database must be read or
    the computation is slow.
    """
    try:
        count = throttle(call)
    except ThrottlingException as error:
        return refuse(call, error)
    try:
        return _decide(call)
    except WouldBlockError:
        give_back(count)
        raise


def _decide(call: Call) -> Outcome:
    if call.operation.kind is Kind.CHANGE:
        return _change(call)
    try:
        outcome, bound = _attempt_or_make(call)
    except DatabaseError:
        logger.exception("%s could not read the database.", call.operation.action)
        _leave_connection()
        return refuse(call, KMSInternalException())
    outcome.event = _event(call, bound, outcome)
    return outcome


def refuse(call: Call, error: ServiceError) -> Outcome:
    """Return the outcome of a proven call whose parameters were refused."""
    return Outcome(error=error, event=render(call, NO_TRACE, error))


def record(call: Call, outcome: Outcome) -> None:
    """Make the outcome's event durable, or turn the outcome into a failure."""
    if outcome.event is None:
        return
    try:
        with transaction.atomic():
            append(call.account_id, outcome.event)
    except (DatabaseError, LedgerUnavailable):
        _leave_connection()
        fail_closed(outcome)


def fail_closed(outcome: Outcome) -> None:
    """Let nothing of an answer leave whose event could not be kept."""
    logger.error("An event could not be written to the ledger.")
    outcome.result = None
    outcome.error = KMSInternalException()


def line_of(event: LedgerEvent) -> bytes:
    """Return the event's exact bytes for the ledger."""
    return encode(event)


def _change(call: Call) -> Outcome:
    """Run a change and append its event in one transaction.

    A refusal rolls the effect back; its event is then written by itself.
    """
    bound: object = None
    try:
        if call.operation.prepare is not None:
            bound = _bind(call)
            call = _prepare(call, bound)
        with transaction.atomic():
            outcome, bound = _attempt(call)
            if outcome.error is not None:
                raise outcome.error
            _append_change(call, _trace(call, bound, outcome.result))
            changed_accounts = _changed_accounts(call, bound)
            bump(*changed_accounts)
    except ServiceError as error:
        refusal = Outcome(error=error)
        refusal.event = _event(call, bound, refusal)
        return refusal
    except (DatabaseError, LedgerUnavailable):
        _leave_connection()
        outcome = Outcome()
        fail_closed(outcome)
        return outcome
    for account_id in changed_accounts:
        generations.refresh(account_id)
    outcome.settles = call.operation.ends_rights
    return outcome


def _append_change(call: Call, trace: Trace) -> None:
    """Write the event of a change, and of what was done elsewhere for it."""
    append(call.account_id, render(call, trace, None))
    for deed in trace.deeds:
        append(call.account_id, _service_event(deed, call.time))


def _bind(call: Call) -> object:
    """Find what the call names, and keep no lock on it."""
    refuse_unstorable(call.params)
    with transaction.atomic():
        return call.operation.bind(call)


def _prepare(call: Call, bound: object) -> Call:
    """Do the slow part of a call that would be allowed, while no lock is held."""
    operation = call.operation
    if operation.prepare is None:
        return call
    try:
        _admit(call, bound)
        return msgspec.structs.replace(call, prepared=operation.prepare(call, bound))
    except (ServiceError, DatabaseError):
        raise
    except Exception:
        logger.exception("%s could not be prepared.", operation.action)
        raise KMSInternalException from None


def _admit(call: Call, bound: object) -> None:
    for need in call.operation.needs(call, bound):
        authorize(call, need)
    call.operation.check(call, bound)


def _attempt(call: Call) -> tuple[Outcome, object]:
    operation = call.operation
    bound: object = None
    try:
        if operation.kind is not Kind.CRYPTOGRAPHIC:
            refuse_unstorable(call.params)
        bound = operation.bind(call)
        _admit(call, bound)
        return Outcome(result=operation.run(call, bound)), bound
    except ServiceError as error:
        return Outcome(error=error), bound
    except (WouldBlockError, DatabaseError):
        raise
    except Exception:
        # The cause goes to the operator's log and not to the caller.
        logger.exception("%s failed.", operation.action)
        return Outcome(error=KMSInternalException()), bound


def _attempt_or_make(call: Call) -> tuple[Outcome, object]:
    """Attempt a call; an AWS managed key that it is the first to need is made."""
    try:
        return _attempt(call)
    except ManagedKeyMissing as missing:
        if not call.may_wait:
            raise
        key = missing.key
    try:
        _do(
            lambda now: make_managed_key(key, time=now),
            call.time,
            account_id=key.account_id,
        )
    except IntegrityError:
        logger.info("%s was made at the same moment by another call.", key.arn)
    generations.refresh(key.account_id)
    return _attempt(call)


def _leave_connection() -> None:
    """Let the next call connect anew: this session may be dead, or stay read-only."""
    if not connection.in_atomic_block:
        connection.close()


def _event(call: Call, bound: object, outcome: Outcome) -> LedgerEvent:
    return render(call, _trace(call, bound, outcome.result), outcome.error)


def _trace(call: Call, bound: object, result: Result | None) -> Trace:
    return call.operation.trace(call, bound, result)


def _changed_accounts(call: Call, bound: object) -> Sequence[str]:
    changed = call.operation.changed_accounts
    return changed(call, bound) if changed else (call.account_id,)


def may_wait(call: Call) -> Call:
    """Return the same call, where the database may be read."""
    return msgspec.structs.replace(call, may_wait=True)


def run_due_work(now: datetime) -> int:
    """Do all that keys have come due for by ``now``; return how much that was.

    Each piece shares one transaction with its event, and one that fails is left for
    the next time without holding up the others.
    """
    return sum(_run_work(work, now) for work in due_work(now))


def _run_work(work: Work, now: datetime) -> bool:
    try:
        return _do(work.run, now, account_id=work.account_id)
    except Exception:
        logger.exception("The %s of %s failed.", work.task.name, work.key_id)
        return False


@transaction.atomic
def _do(
    work: Callable[[datetime], Sequence[Deed] | None], now: datetime, *, account_id: str
) -> bool:
    """Do a piece of the service's own work together with its events."""
    deeds = work(now)
    if deeds is None:
        return False
    for deed in deeds:
        append(account_id, _service_event(deed, now))
    bump(account_id)
    return True


def _service_event(deed: Deed, now: datetime) -> LedgerEvent:
    return render_service_event(
        name=deed.event_name,
        time=now,
        account_id=deed.key.account_id,
        region=deed.region,
        keys=(deed.key,),
        details=deed.details,
        event_id=new_event_id(now),
        transitions=deed.transitions,
    )
