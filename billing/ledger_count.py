"""Counts the ledger's calls of KMS a second time, for reconciliation.

It has a watermark of its own and shares no rows with the meter, so that a usage row
which was lost, doubled or altered shows as a difference.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import msgspec

from billing.models import LedgerCount
from billing.months import day_of, hour_of, month_of
from billing.totals import add_ledger_counts
from kmsportal.core.record import LedgerEvent

_SERVICE = "kms:"


class _Record(msgspec.Struct, rename="camel"):
    event_type: str


_decode = msgspec.json.Decoder(_Record).decode


class LedgerCountProjection:
    """Calls of KMS by account and month: those that succeeded, those that failed."""

    name = "ledger-count"

    def apply(self, events: Sequence[LedgerEvent]) -> None:
        """Count ``events``, each of which comes exactly once."""
        succeeded: dict[tuple[Any, ...], int] = defaultdict(int)
        failed: dict[tuple[Any, ...], int] = defaultdict(int)
        for event in events:
            if _is_call(event):
                counted = succeeded if event.error is None else failed
                month = month_of(day_of(hour_of(event.time)))
                counted[event.account_id, month] += 1
        add_ledger_counts(
            {
                row: (succeeded.get(row, 0), failed.get(row, 0))
                for row in {*succeeded, *failed}
            }
        )

    def clear(self) -> None:
        """Forget every count, before a rebuild."""
        LedgerCount.objects.all().delete()


def _is_call(event: LedgerEvent) -> bool:
    is_of_kms = event.operation.startswith(_SERVICE) and bool(event.account_id)
    return is_of_kms and _decode(event.record).event_type == "AwsApiCall"
