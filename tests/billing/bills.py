"""A small installation whose months are closed: organisations, ledgers, statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import msgspec
from django.db import connection, transaction

from audit.ledger import append
from billing.metering import UsageProjection
from billing.models import AccountStatement, Statement
from kmsportal.closing import close_due_months
from kmsportal.core.record import LedgerEvent
from kmsportal.projector import catch_up
from kmsportal.sealing.root import open_installation
from kmsportal.tenancy.models import Account, Organisation


def moment(text: str) -> datetime:
    """Read ``2026-11-23T10:00`` as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def organisation(name: str, *account_ids: str, since: str) -> Organisation:
    """Make an organisation; its first account is its management account."""
    begun = moment(since)
    open_installation(time=begun)
    made = Organisation.objects.create(name=name, created_at=begun)
    for account_id in account_ids:
        Account.objects.create(
            id=account_id, organisation=made, name=account_id, created_at=begun
        )
    return made


def happen(*events: LedgerEvent) -> None:
    """Let the events be in the ledger, and metered."""
    with transaction.atomic():
        for event in events:
            append(event.account_id, event)
    catch_up([UsageProjection()])


def close(now: str) -> int:
    return close_due_months(moment(now))


def sheet(account_id: str, month: str) -> dict[str, Any]:
    """Return what the account's statement of the month says."""
    year, number = map(int, month.split("-"))
    row = AccountStatement.objects.get(
        account_id=account_id, month=year * 12 + number - 1
    )
    document: dict[str, Any] = msgspec.json.decode(row.document)
    return document


def all_documents() -> list[tuple[str, str, str]]:
    rows = Statement.objects.order_by("number")
    return list(rows.values_list("number", "document", "digest"))


class Killed(Exception):  # noqa: N818 - what happened
    """The process died here."""


@contextmanager
def killed_at_write(number: int) -> Iterator[None]:
    """Die at the ``number``-th statement that changes the database."""
    left = number

    def die(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's signature
        nonlocal left
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            left -= 1
            if left == 0:
                raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(die):
        yield
