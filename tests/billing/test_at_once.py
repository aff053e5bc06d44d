"""Two workers close the same month at the same moment."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, connections

from billing.models import AccountStatement, Statement
from billing.statement_checks import verify_statements
from tests.billing.bills import close, happen, organisation
from tests.billing.ledger import ACCOUNT, call, use

pytestmark = pytest.mark.django_db(transaction=True)
_TABLES = (AccountStatement, Statement)


@pytest.fixture(autouse=True)
def _emptied() -> Iterator[None]:
    """Let the test runner empty the tables that refuse it on SQLite."""
    yield
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = [row for row in cursor.fetchall() if "_refuses_delete" in row[0]]
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        for table in _TABLES:
            cursor.execute(f"DELETE FROM {table._meta.db_table}")  # noqa: S608, SLF001 - a table's own name
        for _, sql in triggers:
            cursor.execute(sql)


@pytest.mark.usefixtures("books")
def test_two_workers_make_one_statement() -> None:
    organisation("Acme", ACCOUNT, since="2026-09-01T00:00")
    happen(call("kms:Encrypt", "2026-09-10T10:00", use("a")))
    ready, closed = threading.Barrier(2), []

    def work() -> None:
        try:
            ready.wait()
            closed.append(close("2026-11-03T00:00"))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(closed) == Statement.objects.count() == 2
    assert verify_statements() == (2, [])
