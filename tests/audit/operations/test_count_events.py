"""CountEvents: the histogram of one account."""

from datetime import timedelta
from typing import Any

import pytest

from kmsportal.projector import catch_up
from tests.world import NOW, Client, refused


def counted(client: Client, **asked: Any) -> dict[str, Any]:
    return client.perform("portal", "CountEvents", **asked)


@pytest.fixture
def key(alice: Client) -> str:
    """A key that was used twice, and once by somebody from elsewhere in vain."""
    arn: str = alice.create_key()["KeyMetadata"]["Arn"]
    for _ in range(2):
        alice.encrypt(KeyId=arn, Plaintext=b"x")
    with refused("InvalidKeyUsageException"):
        alice.perform(
            "kms",
            "Sign",
            KeyId=arn,
            Message=b"x",
            SigningAlgorithm="RSASSA_PSS_SHA_256",
        )
    catch_up()
    return arn


def test_calls_of_a_key_are_counted_by_the_hour(alice: Client, key: str) -> None:
    answer = counted(alice, KeyArn=key)
    (hour,) = answer["Spans"]
    assert (hour["Calls"], hour["Errors"]) == (answer["Calls"], answer["Errors"])
    by_name = {one["EventName"]: one["Calls"] for one in answer["Events"]}
    assert by_name["Encrypt"] == 2
    assert next(iter(by_name)) == "Encrypt"


def test_filters_hold_together(alice: Client, key: str) -> None:
    assert counted(alice, KeyArn=key, EventName="Encrypt")["Calls"] == 2
    assert counted(alice, KeyArn=key, ReadOnly=False, EventName="Encrypt")["Calls"] == 0
    assert counted(alice, PrincipalArn=alice.arn, EventName="Encrypt")["Calls"] == 2
    assert counted(alice, PortalEvents=True)["Calls"] == 0
    assert counted(alice, PortalEvents=False, EventName="CreateKey")["Calls"] == 1
    assert counted(alice, EventSource="sts.amazonaws.com")["Calls"] == 0


def test_a_day_begins_at_midnight(alice: Client, key: str) -> None:
    (day,) = counted(alice, Interval="DAY", KeyArn=key)["Spans"]
    assert day["StartTime"] == "2026-11-23T00:00:00Z"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"KeyArn": "arn:1", "PrincipalArn": "arn:2"}, "ValidationException"),
        ({"PortalEvents": True, "EventSource": "x"}, "ValidationException"),
        ({"StartTime": NOW + timedelta(days=1)}, "InvalidTimeRangeException"),
        ({"StartTime": NOW - timedelta(days=32)}, "InvalidTimeRangeException"),
        (
            {"StartTime": NOW - timedelta(days=401), "Interval": "DAY"},
            "InvalidTimeRangeException",
        ),
    ],
)
def test_what_cannot_be_counted_is_refused(
    alice: Client, asked: dict[str, Any], code: str
) -> None:
    if "StartTime" in asked:
        asked = asked | {"StartTime": asked["StartTime"].isoformat()}
    with refused(code):
        counted(alice, **asked)


def test_a_stranger_counts_nothing_of_it(mallory: Client, key: str) -> None:
    assert counted(mallory, KeyArn=key)["Calls"] == 0
