"""What every look into Cost Explorer has: whose facts, of when, passed by a filter."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

import msgspec

from billing.costs import grace
from billing.exploring.dimensions import Payer, payer_of
from billing.exploring.facts import Fact, month_at, parts_of, read_facts
from billing.exploring.filters import tags_in, test_of
from billing.exploring.members import Expression
from billing.exploring.periods import Span
from billing.months import HourRange, Month
from billing.tenants import accounts_of, organisation_of
from kmsportal.core.call import Call
from kmsportal.core.errors import DataUnavailableException


class Inquiry(msgspec.Struct, frozen=True, kw_only=True):
    """A filter on costs of a span; the management account sees all accounts'.

    ``tags`` are the names of the tags that facts carry, in that order.
    """

    payer: Payer
    accounts: tuple[str, ...]
    span: Span
    filter: Expression | None
    tags: tuple[str, ...]
    now: datetime

    @classmethod
    def of(
        cls,
        call: Call,
        span: Span,
        expression: Expression | None,
        *,
        tags: Iterable[str] = (),
    ) -> Self:
        family = accounts_of(organisation_of(call.account_id))
        is_payer = family[:1] == (call.account_id,)
        accounts = family if is_payer else (call.account_id,)
        return cls(
            # AWS tells member accounts who pays for them, too.
            payer=payer_of(family[0] if family else call.account_id, accounts),
            accounts=accounts,
            span=span,
            filter=expression,
            tags=tuple(dict.fromkeys([*tags, *tags_in(expression)])),
            now=call.time,
        )

    def facts(self, *, until: datetime | None = None) -> list[Fact]:
        """Return what passes; keys are followed up to ``until``, by default to now."""
        wanted = self.span.wanted(self.accounts, until or self.now, self.tags)
        passes = test_of(self.filter, self.tags, self.payer)
        return [fact for fact in read_facts(wanted) if passes(fact)]

    @property
    def currency(self) -> str:
        """The one currency of the span; DataUnavailableException if there are more."""
        first, last = self.span.hours.begins, self.span.hours.ends - 1
        months = {min(month_at(hour), Month.of(self.now)) for hour in (first, last)}
        found = {
            part.book.currency
            for month in months
            for part in parts_of(self.accounts[0], month)
        }
        if len(found) > 1:
            raise DataUnavailableException("The period has more than one currency.")
        return found.pop()

    def is_estimated(self, hours: HourRange) -> bool:
        return self.now < month_at(hours.ends - 1).ends + grace()
