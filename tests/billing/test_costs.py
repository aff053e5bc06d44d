from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billing.catalogue import SHIPPED
from billing.charges import Waiver
from billing.costs import CostReport, Question, report_costs
from billing.lines import Grouping, Line
from billing.metering import UsageProjection
from billing.money import add
from billing.months import Month
from billing.price_parts import whole_month
from billing.prices import PriceBook, parse_price_book
from kmsportal.core.record import LedgerEvent
from tests.billing.ledger import (
    ACCOUNT,
    OTHER,
    arn,
    at,
    call,
    enters,
    service_event,
    use,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
DEFAULT = parse_price_book((SHIPPED / "default.json").read_bytes())
AWS = parse_price_book((SHIPPED / "aws-2024-05.json").read_bytes())


@dataclass(frozen=True)
class Asked:
    """What a test asks; everything has a usual answer."""

    account_id: str = ACCOUNT
    month: str = "2026-11"
    book: PriceBook = DEFAULT
    now: datetime = NOW
    by: Grouping | None = None
    key_arn: str | None = None
    tag: str | None = None


def report(asked: Asked | None = None) -> CostReport:
    asked = asked or Asked()
    return report_costs(
        Question(
            account_ids=(asked.account_id,),
            month=Month.parse(asked.month),
            parts=whole_month(asked.book, Month.parse(asked.month)),
            now=asked.now,
            by=asked.by,
            key_arn=asked.key_arn,
            tag=asked.tag,
        )
    )


def meter(*events: LedgerEvent) -> None:
    UsageProjection().apply(events)


def shown(lines: list[Line] | tuple[Line, ...]) -> list[tuple[str, str, int, int, str]]:
    return [
        (
            line.key_arn,
            line.operation,
            line.key_hours,
            line.requests,
            f"{line.amount:f}",
        )
        for line in lines
    ]


def test_a_month_has_a_line_for_each_key_and_each_of_its_operations() -> None:
    meter(
        enters("a", "Enabled", "2026-11-23T09:59:59.999"),
        call("kms:CreateKey", "2026-11-23T09:59", use("a")),
        *[call("kms:Encrypt", "2026-11-23T10:00", use("a"))] * 5,
        call("kms:ListKeys", "2026-11-23T10:00"),
    )
    found = report()
    assert shown(list(found.lines)) == [
        ("", "kms:ListKeys", 0, 1, "0.000003000000"),
        (arn("a"), "", 2, 0, "0.002777777778"),
        (arn("a"), "kms:CreateKey", 0, 1, "0.000003000000"),
        (arn("a"), "kms:Encrypt", 0, 5, "0.000015000000"),
        ("", "", 0, 0, "-0.002798777778"),
    ]
    assert found.lines[-1].sku == "Rounding"
    assert (found.key_hours, found.requests) == (2, 7)
    assert (found.subtotal, found.total) == (Decimal("0.002798777778"), Decimal(0))


def test_a_key_kept_for_a_whole_past_month_costs_exactly_its_price() -> None:
    meter(enters("a", "Enabled", "2026-09-15T00:00"))
    found = report(Asked(month="2026-10"))
    assert (found.key_hours, found.total) == (744, Decimal("1.00"))
    assert found.as_of == datetime(2026, 11, 1, tzinfo=UTC)
    assert not found.is_estimated


def test_a_month_is_an_estimate_until_its_grace_is_over() -> None:
    before = datetime(2026, 12, 2, 23, 59, tzinfo=UTC)
    after = datetime(2026, 12, 3, tzinfo=UTC)
    assert report(Asked(now=before)).is_estimated
    assert not report(Asked(now=after)).is_estimated


def test_a_month_without_use_is_a_report_of_nothing() -> None:
    found = report()
    assert (found.lines, found.total, found.requests) == ([], Decimal(0), 0)
    assert found.reconciliation.is_balanced


def test_failed_calls_are_free() -> None:
    meter(call("kms:Encrypt", "2026-11-23T10:00", use("a"), error="DisabledException"))
    assert report().requests == 0


def test_a_book_may_charge_failed_calls_of_kms_and_of_nothing_else() -> None:
    meter(
        call("kms:Encrypt", "2026-11-23T10:00", error="DisabledException"),
        call("sts:GetCallerIdentity", "2026-11-23T10:00"),
    )
    rules = msgspec.structs.replace(DEFAULT.rules, charges_failed_calls=True)
    strict = msgspec.structs.replace(DEFAULT, rules=rules)
    assert report(Asked(book=strict)).requests == 1


def test_keys_managed_by_aws_are_free_and_listed_and_calls_on_them_charged() -> None:
    meter(
        enters("a", "Enabled", "2026-11-23T10:00", manager="AWS"),
        call("kms:Decrypt", "2026-11-23T10:00", use("a", manager="AWS")),
    )
    found = report()
    storage, decrypt = found.lines[:2]
    assert (storage.waiver, storage.key_hours) == (Waiver.AWS_MANAGED_KEY, 1)
    assert (storage.amount, found.key_hours) == (Decimal(0), 0)
    assert (decrypt.requests, decrypt.amount) == (1, Decimal("0.000003"))


def test_the_caller_of_anothers_key_pays_and_its_owner_sees_it_at_zero() -> None:
    meter(*[call("kms:Encrypt", "2026-11-23T10:00", use("a", OTHER))] * 4)
    assert (report().requests, report().subtotal) == (4, Decimal("0.000012"))
    owner = report(Asked(account_id=OTHER))
    (line,) = owner.lines
    assert (line.waiver, line.paid_by) == (Waiver.PAID_BY_CALLER, ACCOUNT)
    assert (line.requests, line.amount) == (4, Decimal(0))
    assert (owner.requests, owner.total) == (0, Decimal(0))


def test_a_stranger_sees_nothing_of_it() -> None:
    meter(
        enters("a", "Enabled", "2026-11-01T00:00"),
        call("kms:Encrypt", "2026-11-23T10:00", use("a")),
        service_event("kms:RotateKey", "2026-11-23T10:00", use("a")),
    )
    stranger = Asked(account_id=OTHER, book=AWS, key_arn=arn("a"))
    found = report(stranger)
    assert (found.lines, found.total) == ([], Decimal(0))
    assert found.forecast_key_cost == 0


def test_a_call_of_a_class_that_the_book_does_not_price_is_flagged() -> None:
    partial = msgspec.structs.replace(AWS, requests=AWS.requests[:1])
    meter(call("kms:Sign", "2026-11-23T10:00", use("a", spec="RSA_2048")))
    found = report(Asked(book=partial))
    assert found.lines[0].waiver is Waiver.UNPRICED
    assert found.reconciliation.unpriced_requests == 1
    assert found.reconciliation.is_balanced


def test_a_cancelled_deletion_is_charged_for_the_hours_it_skipped() -> None:
    scheduled = "2026-11-02T10:30"
    meter(
        enters("a", "Enabled", "2026-11-02T10:00"),
        enters("a", "PendingDeletion", scheduled),
    )
    assert report().key_hours == 1
    meter(enters("a", "Disabled", "2026-11-22T10:30", since=scheduled))
    assert report().key_hours == 21 * 24 + 1


def test_a_deletion_cancelled_in_the_next_month_adds_to_the_last() -> None:
    scheduled = "2026-10-31T22:30"
    meter(enters("a", "PendingDeletion", scheduled))
    meter(enters("a", "Disabled", "2026-11-01T00:10", since=scheduled))
    assert report(Asked(month="2026-10")).key_hours == 2


def test_the_book_of_aws_adds_what_rotations_cost() -> None:
    meter(enters("a", "Enabled", "2026-01-01T00:00"))
    for month in ("02", "09", "10"):
        meter(service_event("kms:RotateKey", f"2026-{month}-01T00:00", use("a")))
    found = report(Asked(book=AWS, month="2026-10"))
    assert found.total == Decimal("3.00")
    assert report(Asked(book=AWS, month="2026-02")).total == Decimal("2.00")
    assert report(Asked(month="2026-10")).total == Decimal("1.00")


def test_a_key_alone_keeps_its_share_of_the_free_tier() -> None:
    meter(*[call("kms:Encrypt", "2026-11-23T10:00", use("a"))] * 3)
    meter(*[call("kms:Encrypt", "2026-11-23T10:00", use("b"))] * 3)
    small = msgspec.structs.replace(AWS.requests[0], free_per_month=2)
    book = msgspec.structs.replace(AWS, requests=(small, *AWS.requests[1:]))
    found = report(Asked(book=book, key_arn=arn("b")))
    (line,) = [line for line in found.lines if line.requests]
    assert (line.requests, line.free_requests) == (3, 1)
    assert found.reconciliation.metered_requests == 6


def test_the_forecast_keeps_keys_until_the_month_ends_and_doomed_ones_out() -> None:
    meter(
        enters("a", "Enabled", "2026-11-01T00:00"),
        enters("b", "PendingDeletion", "2026-11-01T00:00"),
    )
    assert report().forecast_key_cost == 1


def test_days_are_utc_days() -> None:
    meter(
        enters("a", "Enabled", "2026-11-22T23:10"),
        enters("a", "PendingDeletion", "2026-11-23T01:10"),
        call("kms:Encrypt", "2026-11-22T23:59:59.999", use("a")),
        call("kms:Encrypt", "2026-11-23T00:00", use("a")),
    )
    lines = report(Asked(by=Grouping.DAY)).lines
    rows = [(line.day, line.key_hours, line.requests) for line in lines[:-1]]
    day = at("2026-11-22T00:00") // 86_400_000_000
    assert rows == [(day, 1, 1), (day + 1, 2, 1)]


calls = st.builds(
    call,
    st.sampled_from(["kms:Encrypt", "kms:ListKeys"]),
    st.integers(at("2026-11-01T00:00"), at("2026-11-05T00:00")),
    st.builds(use, st.sampled_from("ab"), st.sampled_from([ACCOUNT, OTHER])),
    account_id=st.sampled_from([ACCOUNT, OTHER]),
)
states = st.builds(
    enters,
    st.sampled_from("ab"),
    st.sampled_from(["Enabled", "Disabled"]),
    st.integers(at("2026-10-20T00:00"), at("2026-11-20T00:00")),
)
ledgers = st.lists(calls | states, max_size=12)


@settings(max_examples=40)
@given(ledgers, st.sampled_from([DEFAULT, AWS]))
def test_every_grouping_adds_up_to_the_same_total(
    events: list[LedgerEvent], book: PriceBook
) -> None:
    UsageProjection().clear()
    meter(*events)
    reports = [report(Asked(book=book, by=by, tag="t")) for by in (None, *Grouping)]
    for found in reports:
        assert add([line.amount for line in found.lines]) == found.total
        assert found.reconciliation.is_balanced
    assert (
        len({(found.total, found.requests, found.key_hours) for found in reports}) == 1
    )


@settings(max_examples=40)
@given(ledgers, calls)
def test_another_event_never_lowers_a_cost(
    events: list[LedgerEvent], more: LedgerEvent
) -> None:
    UsageProjection().clear()
    meter(*events)
    before = report().total
    meter(more)
    assert report().total >= before
