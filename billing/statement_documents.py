"""What a statement says: an organisation's sheet and one for each of its accounts."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import msgspec

from billing.canonical import canonical, sha256
from billing.corrections import Corrections
from billing.money import line_amount, share_total, spell, subtract, total_amount
from billing.months import Month
from billing.price_parts import PricePart
from billing.reconciliation import Reconciliation
from billing.statement_lines import PricedMonth, Spelled, amount_of, spell_parts
from kmsportal.tenancy.models import Account, Organisation

_FORMAT = 1


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One account's part of a statement that is being made."""

    account: Account
    priced: PricedMonth
    corrections: Corrections
    exact: Fraction


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """All that goes into one statement; ``previous`` is number and digest."""

    organisation: Organisation
    month: Month
    parts: tuple[PricePart, ...]
    sections: Sequence[Section]
    number: str = ""
    issuer: str = ""
    previous: tuple[str, str] | None = None
    key_id: str = ""

    @property
    def exact(self) -> Fraction:
        return sum((section.exact for section in self.sections), Fraction(0))

    @property
    def total(self) -> Decimal:
        return total_amount(self.exact, minor_unit_digits=self._digits)

    def account_documents(self) -> list[bytes]:
        """Return the accounts' sheets, whose totals add up to the organisation's."""
        return [
            canonical({**self._common(), **_account_members(section, share)})
            for section, share in zip(self.sections, self._shares(), strict=True)
        ]

    def organisation_document(
        self, details: Sequence[bytes], *, issued_at: datetime
    ) -> bytes:
        """Return the consolidated sheet, which holds the digests of ``details``."""
        accounts = zip(self.sections, self._shares(), details, strict=True)
        members = {
            "Issuer": self.issuer,
            "IssuedAt": _spell_moment(issued_at),
            "OrganisationName": self.organisation.name,
            "Accounts": [_summary(*account) for account in accounts],
            "Previous": _spell_previous(self.previous),
        }
        return canonical(
            {**self._common(), **members, **_totals(self.exact, self.total)}
        )

    @property
    def _digits(self) -> int:
        return self.parts[-1].book.minor_unit_digits

    def _shares(self) -> list[Decimal]:
        exacts = [section.exact for section in self.sections]
        return share_total(self.total, exacts, minor_unit_digits=self._digits)

    def _common(self) -> Spelled:
        return {
            "Format": _FORMAT,
            "Number": self.number,
            "Month": str(self.month),
            "PeriodBegins": _spell_moment(self.month.begins),
            "PeriodEnds": _spell_moment(self.month.ends),
            "Currency": self.parts[-1].book.currency,
            "OrganisationId": str(self.organisation.id),
            "PriceParts": spell_parts(self.parts),
            "SigningKeyId": self.key_id,
        }


def _account_members(section: Section, total: Decimal) -> Spelled:
    return {
        "AccountId": section.account.id,
        "AccountName": section.account.name,
        "Lines": section.priced.lines,
        "Corrections": section.corrections.lines,
        "Reconciliation": _spell_reconciliation(section.priced.reconciliation),
        **_totals(section.exact, total),
    }


def _summary(section: Section, total: Decimal, detail: bytes) -> Spelled:
    lines = section.priced.lines
    charged = [line for line in lines if "Waiver" not in line]
    return {
        "AccountId": section.account.id,
        "AccountName": section.account.name,
        "Digest": sha256(detail),
        "KeyHours": sum(line.get("KeyHours", 0) for line in charged),
        "Requests": sum(line.get("Requests", 0) for line in charged),
        "Corrections": spell(line_amount(amount_of(section.corrections.lines))),
        "Reconciliation": _spell_reconciliation(section.priced.reconciliation),
        **_totals(section.exact, total),
    }


def _totals(exact: Fraction, total: Decimal) -> Spelled:
    subtotal = line_amount(exact)
    return {
        "Subtotal": spell(subtotal),
        "Rounding": spell(subtract(total, subtotal)),
        "Total": spell(total),
    }


def _spell_reconciliation(found: Reconciliation) -> Spelled:
    return {
        "LedgerRequests": found.ledger_requests,
        "MeteredRequests": found.metered_requests,
        "PricedRequests": found.priced_requests,
        "UnpricedRequests": found.unpriced_requests,
    }


def _spell_moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _spell_previous(previous: tuple[str, str] | None) -> Spelled | None:
    if previous is None:
        return None
    number, digest = previous
    return {"Number": number, "Digest": digest}
