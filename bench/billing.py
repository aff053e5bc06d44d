"""``python -m bench --billing``: month to date and closing on generated usage.

10,000 keys, 100 million calls, on a SQLite file of its own; no server is needed.
"""

import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

KEYS = 10_000
CALLS = 100_000_000
OPERATIONS = ("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey")
PRINCIPALS = 50
HOURS = 10
ACCOUNT = "111122223333"
MONTH_TO_DATE_MS = 300
CLOSING_SECONDS = 120


def main() -> None:
    """Generate, measure and print; each report is the best of three."""
    with tempfile.TemporaryDirectory(prefix="kmsportal-bench-") as folder:
        _set_up(folder)
        print(f"{KEYS:,} keys, {CALLS:,} calls, SQLite")
        _fill()
        _measure_reports()
        _measure_closing()


def _set_up(folder: str) -> None:
    os.environ.update(
        DJANGO_SETTINGS_MODULE="kmsportal.settings",
        KMSPORTAL_DATA_DIR=folder,
        KMSPORTAL_SECRET_KEY="bench",
        KMSPORTAL_ROOT_KEY_PROVIDER="env",
        KMSPORTAL_ROOT_KEY="5eed" * 16,
        DATABASE_URL=f"sqlite:///{folder}/bench.sqlite3",
    )
    import django  # noqa: PLC0415 - the settings need the folder first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)


def _fill() -> None:
    from billing.models import (  # noqa: PLC0415 - after the set-up
        KeyInterval,
        LedgerCount,
        UsageDay,
        UsageHour,
        UsageMonth,
    )
    from billing.months import Month  # noqa: PLC0415
    from kmsportal.sealing.root import open_installation  # noqa: PLC0415
    from kmsportal.tenancy.models import Account, Organisation  # noqa: PLC0415

    month = Month(2026, 10)
    open_installation(time=month.begins)
    made = Organisation.objects.create(name="Bench", created_at=month.begins)
    Account.objects.create(
        id=ACCOUNT, organisation=made, name="bench", created_at=month.begins
    )
    arns = [f"arn:aws:kms:us-east-1:{ACCOUNT}:key/{n:036}" for n in range(KEYS)]
    begins = round(month.begins.timestamp() * 1_000_000)
    rows = [
        KeyInterval(
            account_id=ACCOUNT,
            key_arn=arn,
            state="Enabled",
            manager="CUSTOMER",
            begins=begins + n * 1_000_000,
        )
        for n, arn in enumerate(arns)
    ]
    KeyInterval.objects.bulk_create(rows, batch_size=2000)
    each = CALLS // (KEYS * len(OPERATIONS) * HOURS)
    common = {
        "account_id": ACCOUNT,
        "region": "us-east-1",
        "key_owner": ACCOUNT,
        "key_manager": "CUSTOMER",
        "request_class": "KMS-Requests",
        "is_billable": True,
    }
    UsageHour.objects.bulk_create(
        (
            UsageHour(
                **common,
                key_arn=arn,
                hour=month.span.begins + hour * 50,
                operation=operation,
                principal=f"arn:aws:iam::{ACCOUNT}:user/{n % PRINCIPALS}",
                key_spec="SYMMETRIC_DEFAULT",
                count=each,
            )
            for n, arn in enumerate(arns)
            for operation in OPERATIONS
            for hour in range(HOURS)
        ),
        batch_size=2000,
    )
    UsageMonth.objects.bulk_create(
        (
            UsageMonth(
                **common,
                key_arn=arn,
                month=month.ordinal,
                operation=operation,
                count=each * HOURS,
            )
            for arn in arns
            for operation in OPERATIONS
        ),
        batch_size=2000,
    )
    UsageDay.objects.bulk_create(
        (
            UsageDay(
                **common,
                day=(month.span.begins + hour * 50) // 24,
                operation=operation,
                principal=f"arn:aws:iam::{ACCOUNT}:user/{n}",
                count=each * KEYS // PRINCIPALS,
            )
            for operation in OPERATIONS
            for hour in range(HOURS)
            for n in range(PRINCIPALS)
        ),
        batch_size=2000,
    )
    calls = each * HOURS * KEYS * len(OPERATIONS)
    LedgerCount.objects.create(
        account_id=ACCOUNT, month=month.ordinal, succeeded=calls, failed=0
    )


def _measure_reports() -> None:
    from billing.costs import Question, report_costs  # noqa: PLC0415
    from billing.lines import Grouping  # noqa: PLC0415
    from billing.months import Month  # noqa: PLC0415
    from billing.price_parts import price_parts  # noqa: PLC0415

    month = Month(2026, 10)
    for by in (Grouping.OPERATION, Grouping.DAY, Grouping.KEY, Grouping.PRINCIPAL):
        question = Question(
            account_ids=(ACCOUNT,),
            month=month,
            parts=price_parts(None, month),
            now=month.ends - timedelta(days=2),
            by=by,
        )
        took = min(_seconds(partial(report_costs, question)) for _ in range(3))
        verdict = "met" if took * 1000 < MONTH_TO_DATE_MS else "MISSED"
        print(
            f"month to date by {by.value:<10} {took * 1000:8.0f} ms"
            f"   target {MONTH_TO_DATE_MS} ms: {verdict}"
        )


def _measure_closing() -> None:
    from kmsportal.closing import close_due_months  # noqa: PLC0415

    now = datetime(2026, 11, 3, tzinfo=UTC)
    took = _seconds(lambda: close_due_months(now))
    verdict = "met" if took < CLOSING_SECONDS else "MISSED"
    print(f"closing the month {took:19.1f} s    target {CLOSING_SECONDS} s: {verdict}")


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
