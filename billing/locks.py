"""Who waits for whom: closing a month, changing prices, and the meter."""

from django.db import connection

from billing.models import BillingLock

_METER = 0x4B4D5342
"""An advisory lock of PostgreSQL; SQLite has one writer at a time anyway."""


def lock_billing() -> None:
    """Let nobody else close a month or change prices until this transaction ends."""
    BillingLock.objects.bulk_create([BillingLock(id=1)], ignore_conflicts=True)
    BillingLock.objects.select_for_update().get(id=1)


def stop_meter() -> None:
    """Let nothing be metered until this transaction ends."""
    _lock("pg_advisory_xact_lock")


def enter_meter() -> None:
    """Wait while a month is being closed, then keep closing out for the transaction."""
    _lock("pg_advisory_xact_lock_shared")


def _lock(function: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [_METER])
