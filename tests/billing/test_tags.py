from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billing.lines import Grouping
from billing.metering import UsageProjection
from billing.models import KeyTagInterval, UsageDay, UsageHour, UsageMonth
from kmsportal.core.record import LedgerEvent
from kmsportal.projector import catch_up
from tests.billing.ledger import asking, at, call, enters, use
from tests.billing.test_costs import Asked, report
from tests.world import Client

pytestmark = pytest.mark.django_db


def tagged(time: str | int, name: str = "a", **tags: str) -> LedgerEvent:
    pairs = [{"tagKey": key, "tagValue": value} for key, value in tags.items()]
    return asking(call("kms:TagResource", time, use(name)), tags=pairs)


def untagged(time: str | int, *names: str) -> LedgerEvent:
    return asking(call("kms:UntagResource", time, use("a")), tagKeys=list(names))


def by_team() -> list[tuple[str | None, int, int]]:
    found = report(Asked(by=Grouping.TAG, tag="team"))
    assert found.total == report().total
    return [
        (line.tag, line.key_hours, line.requests)
        for line in found.lines
        if line.key_hours or line.requests
    ]


def test_an_hour_belongs_to_the_value_that_held_when_it_ended() -> None:
    encrypt = [
        call("kms:Encrypt", f"2026-11-20T{hour}:15", use("a"))
        for hour in ("10", "11", "12", "13")
    ]
    UsageProjection().apply(
        [
            enters("a", "Enabled", "2026-11-20T10:05"),
            *encrypt,
            tagged("2026-11-20T11:50", team="blue"),
            tagged("2026-11-20T12:00", team="red"),
            untagged("2026-11-20T13:59", "team"),
            enters("a", "PendingDeletion", "2026-11-20T14:00"),
        ]
    )
    # 10: nothing yet; 11: blue; 12 red; 13: taken off. Tagging itself is a call, too.
    assert by_team() == [(None, 2, 3), ("blue", 1, 2), ("red", 1, 2)]


def test_a_retag_never_rewrites_what_was_before() -> None:
    UsageProjection().apply(
        [
            enters("a", "Enabled", "2026-11-01T00:00"),
            tagged("2026-11-01T00:10", team="blue"),
        ]
    )
    (before,) = [row for row in by_team() if row[0] == "blue"]
    UsageProjection().apply([tagged("2026-11-23T10:10", team="red")])
    (after,) = [row for row in by_team() if row[0] == "blue"]
    assert (after[1], before[1] - after[1]) == (22 * 24 + 10, 1)


def test_tags_of_real_calls_are_metered(alice: Client) -> None:
    key = alice.create_key(
        Tags=[{"TagKey": "team", "TagValue": "blue"}], MultiRegion=True
    )["KeyMetadata"]["Arn"]
    alice.tag_resource(KeyId=key, Tags=[{"TagKey": "stage", "TagValue": "test"}])
    alice.untag_resource(KeyId=key, TagKeys=["team"])
    replica = alice.replicate_key(
        KeyId=key,
        ReplicaRegion="us-west-2",
        Tags=[{"TagKey": "team", "TagValue": "green"}],
    )["ReplicaKeyMetadata"]["Arn"]
    catch_up()
    rows = KeyTagInterval.objects.in_account(alice.account_id).order_by("id")
    found = [(row.key_arn, row.name, row.value, row.ends is None) for row in rows]
    assert found == [
        (key, "team", "blue", False),
        (key, "stage", "test", True),
        (replica, "team", "green", True),
    ]


moments = st.integers(at("2026-11-01T00:00"), at("2026-11-04T00:00"))
teams = st.sampled_from(["blue", "red", ""])
events = st.lists(
    st.one_of(
        st.builds(call, st.just("kms:Encrypt"), moments, st.just(use("a"))),
        st.builds(lambda time, team: tagged(time, team=team), moments, teams),
        st.builds(lambda time: untagged(time, "team"), moments),
        st.builds(
            enters,
            st.just("a"),
            st.sampled_from(["Enabled", "PendingDeletion"]),
            moments,
        ),
    ),
    max_size=10,
)


@settings(max_examples=40)
@given(events)
def test_the_values_of_a_tag_add_up_to_the_whole(happened: list[LedgerEvent]) -> None:
    UsageProjection().clear()
    UsageProjection().apply(happened)
    whole, split = report(), report(Asked(by=Grouping.TAG, tag="team"))
    assert (split.total, split.key_hours, split.requests) == (
        whole.total,
        whole.key_hours,
        whole.requests,
    )


@settings(max_examples=30)
@given(events, st.integers(0, 10))
def test_replay_in_other_batches_meters_the_same(
    happened: list[LedgerEvent], cut: int
) -> None:
    UsageProjection().clear()
    UsageProjection().apply(happened)
    live = metered()
    UsageProjection().clear()
    for batch in (happened[:cut], happened[cut:]):
        UsageProjection().apply(batch)
    assert metered() == live


@settings(max_examples=30)
@given(events)
def test_days_and_months_are_sums_of_hours(happened: list[LedgerEvent]) -> None:
    UsageProjection().clear()
    UsageProjection().apply(happened)
    counts = [
        sum(table.objects.values_list("count", flat=True))
        for table in (UsageHour, UsageDay, UsageMonth)
    ]
    assert len(set(counts)) == 1


def metered() -> list[Any]:
    tables = (UsageHour, UsageDay, UsageMonth, KeyTagInterval)
    return [
        sorted(
            msgspec.json.encode({k: v for k, v in row.items() if k != "id"})
            for row in table.objects.values()
        )
        for table in tables
    ]
