from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError
from hypothesis import given, settings
from hypothesis import strategies as st

from billing.metering import UsageProjection
from billing.models import KeyInterval, KeyRotation, UsageHour
from kmsportal.core.record import LedgerEvent
from tests.billing.ledger import (
    ACCOUNT,
    OTHER,
    arn,
    asking,
    at,
    call,
    enters,
    service_event,
    use,
)

pytestmark = pytest.mark.django_db

NOON = "2026-11-23T12:00"
STATES = ["Enabled", "Disabled", "PendingDeletion", "Unavailable", "Deleted"]


def meter(*events: LedgerEvent) -> None:
    UsageProjection().apply(events)


def only_row() -> UsageHour:
    return UsageHour.objects.get()


def intervals(name: str) -> list[tuple[str, int, int | None]]:
    rows = KeyInterval.objects.filter(key_arn=arn(name)).order_by("begins", "id")
    return list(rows.values_list("state", "begins", "ends"))


def test_calls_of_one_hour_are_one_row() -> None:
    meter(
        call("kms:Encrypt", "2026-11-23T12:00", use("a")),
        call("kms:Encrypt", "2026-11-23T12:59:59.999999", use("a")),
    )
    meter(call("kms:Encrypt", "2026-11-23T12:30", use("a")))
    row = only_row()
    assert (row.count, row.is_billable) == (3, True)
    assert (row.account_id, row.key_arn, row.key_owner) == (ACCOUNT, arn("a"), ACCOUNT)
    assert (row.key_spec, row.key_manager) == ("SYMMETRIC_DEFAULT", "CUSTOMER")
    assert row.request_class == "KMS-Requests"


@pytest.mark.parametrize(
    "other",
    [
        call("kms:Encrypt", "2026-11-23T13:00", use("a")),
        call("kms:Decrypt", NOON, use("a")),
        call("kms:Encrypt", NOON, use("b")),
        call("kms:Encrypt", NOON, use("a"), account_id=OTHER),
        call("kms:Encrypt", NOON, use("a"), principal="arn:aws:iam::1:user/bob"),
        call("kms:Encrypt", NOON, use("a"), error="AccessDeniedException"),
    ],
)
def test_calls_that_differ_are_rows_of_their_own(other: LedgerEvent) -> None:
    meter(call("kms:Encrypt", NOON, use("a")), other)
    assert UsageHour.objects.count() == 2


def test_the_caller_pays_and_the_owner_is_noted() -> None:
    meter(call("kms:Encrypt", NOON, use("a", OTHER)))
    row = only_row()
    assert (row.account_id, row.key_owner) == (ACCOUNT, OTHER)


def test_a_refused_call_is_not_billable_and_keeps_no_key_it_named() -> None:
    absent = use("x" * 2000, OTHER)
    meter(call("kms:Encrypt", NOON, absent, error="NotFoundException"))
    row = only_row()
    assert (row.is_billable, row.key_arn, row.key_owner) == (False, "", "")


@pytest.mark.parametrize(
    "operation", ["portal:GetCostReport", "sts:GetCallerIdentity", "iam:CreateUser"]
)
def test_other_services_are_counted_and_not_billable(operation: str) -> None:
    meter(call(operation, NOON))
    assert (only_row().is_billable, only_row().request_class) == (False, "")


def test_what_the_portal_does_by_itself_is_no_call() -> None:
    meter(service_event("kms:RotateKey", NOON, use("a")))
    assert not UsageHour.objects.exists()


def test_a_call_that_nobody_could_be_charged_for_is_left_out() -> None:
    meter(call("kms:Encrypt", NOON, account_id="", error="UnrecognizedClientException"))
    assert not UsageHour.objects.exists()


def test_re_encrypt_is_one_call() -> None:
    meter(call("kms:ReEncrypt", NOON, use("a"), use("b")))
    assert (only_row().count, only_row().key_arn) == (1, arn("a"))


def test_a_data_key_pair_is_classed_by_what_was_asked() -> None:
    made = call("kms:GenerateDataKeyPair", NOON, use("a"))
    meter(asking(made, keyPairSpec="RSA_2048", keyId="a"))
    assert only_row().request_class == "KMS-Requests-GenerateDatakeyPair-RSA"


def test_a_refused_data_key_pair_may_have_asked_for_anything() -> None:
    refused = call("kms:GenerateDataKeyPair", NOON, error="ValidationException")
    meter(asking(refused, keyPairSpec=["?"]))
    assert only_row().request_class == "KMS-Requests"


def test_a_count_of_zero_is_refused_by_the_database() -> None:
    meter(call("kms:Encrypt", NOON, use("a")))
    with pytest.raises(IntegrityError):
        UsageHour.objects.update(count=0)


def test_a_rotation_is_kept_for_the_book_that_charges_it() -> None:
    meter(service_event("kms:RotateKey", NOON, use("a")))
    assert KeyRotation.objects.get().time == at(NOON)
    assert KeyRotation.objects.get().key_arn == arn("a")


def test_each_state_ends_where_the_next_begins() -> None:
    meter(enters("a", "Creating", 10), enters("a", "Enabled", 20))
    meter(enters("a", "Disabled", 30), enters("b", "Enabled", 31))
    assert intervals("a") == [
        ("Creating", 10, 20),
        ("Enabled", 20, 30),
        ("Disabled", 30, None),
    ]


def test_a_deleted_key_has_no_open_state() -> None:
    meter(enters("a", "PendingDeletion", 10), enters("a", "Deleted", 20))
    assert intervals("a") == [("PendingDeletion", 10, 20)]


def test_a_cancelled_deletion_is_as_though_never_scheduled() -> None:
    scheduled = "2026-11-02T10:30"
    meter(
        enters("a", "Enabled", "2026-11-01T00:00"),
        enters("a", "PendingDeletion", scheduled),
        enters("a", "Disabled", "2026-11-05T00:00", since=scheduled),
        enters("a", "Enabled", "2026-11-05T00:01"),
    )
    assert intervals("a") == [
        ("Enabled", at("2026-11-01T00:00"), at(scheduled)),
        ("Disabled", at(scheduled), at("2026-11-05T00:01")),
        ("Enabled", at("2026-11-05T00:01"), None),
    ]


def test_a_second_cancelled_deletion_leaves_the_first_as_it_was() -> None:
    meter(
        enters("a", "Enabled", "2026-11-01T00:00"),
        enters("a", "PendingDeletion", "2026-11-02T00:00"),
        enters("a", "Disabled", "2026-11-03T00:00", since="2026-11-02T00:00"),
        enters("a", "PendingDeletion", "2026-11-04T00:00"),
        enters("a", "Disabled", "2026-11-05T00:00", since="2026-11-04T00:00"),
    )
    assert [state for state, *_ in intervals("a")] == [
        "Enabled",
        "Disabled",
        "Disabled",
    ]
    assert intervals("a")[-1] == ("Disabled", at("2026-11-04T00:00"), None)


def test_the_ledgers_order_holds_where_two_hosts_clocks_differ() -> None:
    meter(enters("a", "Enabled", 100), enters("a", "Disabled", 90))
    assert intervals("a") == [("Enabled", 100, 100), ("Disabled", 100, None)]


def test_a_refused_change_enters_no_state() -> None:
    transitions = enters("a", "Disabled", NOON).transitions
    meter(call("kms:DisableKey", NOON, error="Denied", transitions=transitions))
    assert intervals("a") == []


calls = st.builds(
    call,
    st.sampled_from(["kms:Encrypt", "kms:Sign", "sts:GetCallerIdentity"]),
    st.integers(at("2026-11-23T00:00"), at("2026-11-23T03:00")),
    st.builds(use, st.sampled_from("ab"), st.sampled_from([ACCOUNT, OTHER])),
    account_id=st.sampled_from([ACCOUNT, OTHER]),
    error=st.sampled_from([None, None, "AccessDeniedException"]),
)
changes = st.builds(
    enters,
    st.sampled_from("ab"),
    st.sampled_from(STATES),
    st.integers(0, 50),
    since=st.sampled_from([None, None, "1970-01-01T00:00:00.000010"]),
)
ledgers = st.lists(calls | changes, max_size=25)


def metered() -> list[list[dict[str, Any]]]:
    return [
        sorted(
            ({**row, "id": 0} for row in table.objects.values()),
            key=lambda row: str(sorted(row.items())),
        )
        for table in (UsageHour, KeyInterval, KeyRotation)
    ]


@settings(max_examples=40)
@given(ledgers, st.data())
def test_a_replay_in_any_batches_equals_what_was_metered_live(
    events: list[LedgerEvent], data: st.DataObject
) -> None:
    projection = UsageProjection()
    projection.clear()
    for event in events:
        projection.apply([event])
    live = metered()
    cuts = data.draw(st.lists(st.integers(0, len(events)), max_size=4))
    projection.clear()
    for begin, end in pairwise([0, *sorted(cuts), len(events)]):
        projection.apply(events[begin:end])
    assert metered() == live


@settings(max_examples=40)
@given(ledgers)
def test_usage_sums_to_the_calls_of_the_ledger(events: list[LedgerEvent]) -> None:
    projection = UsageProjection()
    projection.clear()
    projection.apply(events)
    billable = [
        event
        for event in events
        if event.operation.startswith("kms:E") or event.operation == "kms:Sign"
        if event.error is None
    ]
    rows = UsageHour.objects.filter(is_billable=True).values_list("count", flat=True)
    assert sum(rows) == len(billable)


@settings(max_examples=40)
@given(st.lists(changes, max_size=25))
def test_a_key_is_in_one_state_at_a_time(events: list[LedgerEvent]) -> None:
    projection = UsageProjection()
    projection.clear()
    projection.apply(events)
    for name in "ab":
        for (_, _, ends), (_, begins, _) in pairwise(intervals(name)):
            assert ends is not None
            assert ends <= begins
