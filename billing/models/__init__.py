"""Price books, what was metered, and statements."""

from billing.models.books import PriceAssignment, PriceBook
from billing.models.exports import CostExport
from billing.models.key_states import (
    KeyInterval,
    KeyIntervalQuerySet,
    KeyRotation,
    KeyTagInterval,
)
from billing.models.statements import (
    AccountStatement,
    Adjustment,
    BillingLock,
    LateMonth,
    SigningKey,
    Statement,
    StatementSeries,
)
from billing.models.totals import LedgerCount, UsageDay, UsageMonth
from billing.models.usage import UsageHour, UsageHourQuerySet

__all__ = [
    "AccountStatement",
    "Adjustment",
    "BillingLock",
    "CostExport",
    "KeyInterval",
    "KeyIntervalQuerySet",
    "KeyRotation",
    "KeyTagInterval",
    "LateMonth",
    "LedgerCount",
    "PriceAssignment",
    "PriceBook",
    "SigningKey",
    "Statement",
    "StatementSeries",
    "UsageDay",
    "UsageHour",
    "UsageHourQuerySet",
    "UsageMonth",
]
