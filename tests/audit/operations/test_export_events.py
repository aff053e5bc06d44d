"""ExportEvents: documents of events."""

import csv
import io
import json
from typing import Any

import pytest

from audit.documents import csv_of
from audit.models import Event
from audit.projections import EventIndex
from kmsportal.core.errors import NotFoundException
from kmsportal.projector import catch_up
from tests.audit.worlds import event, user
from tests.world import Client, refused


@pytest.fixture
def used(alice: Client) -> Client:
    """Alice, who made a key and looked at it twice."""
    key_id = alice.create_key()["KeyMetadata"]["KeyId"]
    for _ in range(2):
        alice.describe_key(KeyId=key_id)
    catch_up()
    return alice


def exported(client: Client, **asked: Any) -> dict[str, Any]:
    return client.perform("portal", "ExportEvents", **asked)


def test_json_is_a_log_file_of_the_records_as_they_are_kept(used: Client) -> None:
    answer = exported(used, EventName="DescribeKey")
    records = json.loads(answer["Content"])["Records"]
    assert [one["eventName"] for one in records] == ["DescribeKey"] * 2
    assert answer["EventCount"] == 2
    kept = Event.objects.filter(account_id=used.account_id, name="DescribeKey")
    assert all(row.record in answer["Content"] for row in kept)


def test_csv_has_a_row_for_each_event(used: Client) -> None:
    answer = exported(used, Format="CSV", EventName="CreateKey")
    header, row = csv.reader(io.StringIO(answer["Content"]))
    shown = dict(zip(header, row, strict=True))
    assert (shown["eventName"], shown["sourceIPAddress"]) == ("CreateKey", "192.0.2.7")
    assert shown["principalArn"] == used.arn


def test_the_token_leads_to_the_rest_in_the_same_form_alone(used: Client) -> None:
    asked = {"EventName": "DescribeKey", "MaxResults": 1}
    first = exported(used, **asked)
    second = exported(used, **asked, NextToken=first["NextToken"])
    assert first["Content"] != second["Content"]
    assert "NextToken" not in second
    with refused("InvalidNextTokenException"):
        exported(used, **asked, Format="CSV", NextToken=first["NextToken"])


def test_an_export_leaves_an_event_that_says_what_was_asked(used: Client) -> None:
    exported(used, EventName="DescribeKey", Format="CSV")
    catch_up()
    (own,) = Event.objects.filter(account_id=used.account_id, name="ExportEvents")
    asked = json.loads(own.record)["requestParameters"]
    assert (asked["eventName"], asked["format"]) == ("DescribeKey", "CSV")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["=cmd()", "@x", "+1", "-1", "\t=1"])
def test_a_spreadsheet_takes_no_name_for_a_formula(name: str) -> None:
    EventIndex().apply([event(by=user(name=name), error=NotFoundException("no"))])
    (_, row) = csv.reader(io.StringIO(csv_of(list(Event.objects.all()))))
    assert f"'{name}" in row


def test_a_stranger_exports_nothing_of_it(used: Client, mallory: Client) -> None:
    assert exported(mallory, EventName="DescribeKey")["EventCount"] == 0
