"""PutEventSelectors: which events are delivered."""

from typing import Any

import pytest

from tests.audit.trails.worlds import CUT, NAME, Trails, deliver, files, names
from tests.keys.ledger import last_record
from tests.world import Client, refused


def advanced(**fields: list[str]) -> dict[str, Any]:
    selectors = [{"Field": "eventCategory", "Equals": ["Management"]}]
    selectors += [{"Field": name, "Equals": v} for name, v in fields.items()]
    return {"AdvancedEventSelectors": [{"FieldSelectors": selectors}]}


def basic(**members: Any) -> dict[str, Any]:
    return {"EventSelectors": [members]}


@pytest.mark.parametrize(
    ("chosen", "delivered"),
    [
        (basic(ReadWriteType="ReadOnly"), {"DescribeKey"}),
        (basic(ReadWriteType="WriteOnly"), {"CreateKey"}),
        (basic(ExcludeManagementEventSources=["kms.amazonaws.com"]), set()),
        (advanced(readOnly=["true"]), {"DescribeKey"}),
        (advanced(eventName=["CreateKey"]), {"CreateKey"}),
        (advanced(eventSource=["iam.amazonaws.com"]), set()),
    ],
)
def test_only_what_was_chosen_is_delivered(
    alice: Client,
    trail: str,
    trails: Trails,
    chosen: dict[str, Any],
    delivered: set[str],
) -> None:
    answer = trails.put_event_selectors(TrailName=NAME, **chosen)
    assert answer["TrailARN"] == trail
    key_id = alice.create_key()["KeyMetadata"]["KeyId"]
    alice.describe_key(KeyId=key_id)
    deliver(CUT)
    assert {"CreateKey", "DescribeKey"}.intersection(names(files(alice))) == delivered


def test_the_event_shows_them(alice: Client, trail: str, trails: Trails) -> None:
    trails.put_event_selectors(TrailName=NAME, **basic(ReadWriteType="ReadOnly"))
    shown = last_record(alice)["requestParameters"]["eventSelectors"]
    assert shown == [{"readWriteType": "ReadOnly"}]


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"EventSelectors": []},
        {"AdvancedEventSelectors": []},
        {**basic(ReadWriteType="All"), **advanced()},
        {"EventSelectors": [{}] * 6},
        basic(ExcludeManagementEventSources=["iam.amazonaws.com"]),
        basic(IncludeManagementEvents=False),
        basic(DataResources=[{"Type": "AWS::KMS::Key", "Values": ["arn"]}]),
        advanced(colour=["red"]),
        {"AdvancedEventSelectors": [{"FieldSelectors": [{"Field": "readOnly"}]}]},
    ],
)
def test_what_does_not_go_together_is_refused(
    trail: str, trails: Trails, chosen: dict[str, Any]
) -> None:
    with refused("InvalidEventSelectorsException"):
        trails.put_event_selectors(TrailName=NAME, **chosen)


def test_a_stranger_is_refused(mallory: Client, trail: str) -> None:
    with refused("AccessDeniedException"):
        Trails(mallory).put_event_selectors(TrailName=trail, **advanced())
