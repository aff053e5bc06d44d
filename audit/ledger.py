"""Appending to the ledger within a transaction, so that effect and event are one."""

from datetime import UTC, datetime

from django.db import connection
from django.db.transaction import TransactionManagementError

from audit.chain import Head, seal
from audit.cloudtrail import encode
from audit.models import Chain
from audit.postgres_writer import PostgresWriter
from audit.segments import insert
from audit.settling import QUEUE_LIMIT, LedgerUnavailable, LedgerWriter
from audit.thread_writer import ThreadWriter
from audit.verifier.segments import GENESIS
from kmsportal.core.record import LedgerEvent

__all__ = [
    "LedgerUnavailable",
    "LedgerWriter",
    "account_chain",
    "append",
    "ledger_writer",
]


def ledger_writer(*, queue_limit: int = QUEUE_LIMIT) -> LedgerWriter:
    """Return a writer that suits the database; ``start`` begins to work."""
    if connection.vendor == "postgresql":
        return PostgresWriter(queue_limit=queue_limit)
    return ThreadWriter(queue_limit=queue_limit)


def account_chain(account_id: str) -> str:
    return f"account:{account_id}"


def append(account_id: str, *events: LedgerEvent) -> None:
    """Append ``events`` to the account's chain; they become durable with the caller.

    TransactionManagementError outside a transaction: the row lock that keeps the
    chain whole would end at once.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("The ledger is appended to in a transaction.")
    times = [event.time for event in events]
    chain = _locked_chain(account_chain(account_id), times[0])
    segment = seal(
        Head(chain.name, chain.head_number, bytes(chain.head_hash) or GENESIS),
        [encode(event) for event in events],
        first_time=min(times),
        last_time=max(times),
    )
    insert(segment)
    chain.head_number, chain.head_hash = segment.number, segment.hash
    chain.save(update_fields=["head_number", "head_hash"])


def _locked_chain(name: str, time: int) -> Chain:
    rows = Chain.objects.select_for_update()
    if found := rows.filter(name=name).first():
        return found
    begun = Chain(name=name, created_at=datetime.fromtimestamp(time / 1e6, UTC))
    # Two first appends at once: the loser waits here, then finds the winner's row.
    Chain.objects.bulk_create([begun], ignore_conflicts=True)
    return rows.get(name=name)
