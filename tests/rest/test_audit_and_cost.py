"""Events, costs and the caller's identity through REST."""

import json
from typing import Any

from kmsportal import projector
from kmsportal.iam.models import ApiToken
from tests.rest.people import RestClient


def last_event(api: RestClient, name: str) -> dict[str, Any]:
    projector.catch_up()
    found = api.get("events", event_name=name, limit=1).json()["events"]
    record: dict[str, Any] = json.loads(found[0]["record"])
    return record


def test_a_call_is_found_among_the_events(api: RestClient, key_id: str) -> None:
    response = api.get(f"keys/{key_id}")
    event = last_event(api, "DescribeKey")
    assert event["requestID"] == response.headers["X-Request-Id"]
    assert event["sourceIPAddress"] == "127.0.0.1"
    assert event["userIdentity"]["type"] == "AssumedRole"
    assert "accessKeyId" not in event["userIdentity"]
    assert event["additionalEventData"] == {"apiTokenId": ApiToken.objects.get().id}


def test_bad_parameters_of_a_proven_caller_are_on_record(
    api: RestClient, key_id: str
) -> None:
    assert api.post(f"keys/{key_id}/encrypt", plaintext="%").status_code == 400
    event = last_event(api, "Encrypt")
    assert event["errorCode"] == "ValidationException"


def test_events_are_looked_up_as_cloudtrail_does(api: RestClient, key_id: str) -> None:
    api.get(f"keys/{key_id}")
    projector.catch_up()
    attribute = {"attribute_key": "EventName", "attribute_value": "DescribeKey"}
    found = api.post("events/lookup", lookup_attributes=[attribute])
    assert found.status_code == 200
    assert found.json()["events"][0]["event_name"] == "DescribeKey"


def test_events_are_searched_from_a_moment(api: RestClient, key_id: str) -> None:
    projector.catch_up()
    found = api.get("events", start_time="2020-01-01T00:00:00Z")
    assert found.json()["events"]
    refused = api.get("events", start_time="yesterday")
    assert refused.status_code == 400
    assert refused.json()["detail"].startswith("start_time: Expected a date and time")


def test_costs_are_told_exactly(api: RestClient, key_id: str) -> None:
    projector.catch_up()
    report = api.get("costs", group_by="KEY").json()
    assert report["currency"]
    assert isinstance(report["total"], str)
    assert api.get("price-books").json()["price_books"]
