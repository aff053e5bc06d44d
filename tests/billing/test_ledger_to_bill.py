"""From a call to its cost: gateway, ledger, projector, report."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from billing.metering import UsageProjection
from billing.models import UsageHour
from kmsportal.projector import catch_up, rebuild
from kmsportal.tenancy.models import Account
from tests.world import NOW, Client, World, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]


def bill(client: Client) -> dict[str, Any]:
    catch_up()
    return client.perform("portal", "GetCostReport")


def test_every_answered_call_is_on_the_callers_bill(alice: Client) -> None:
    for _ in range(3):
        alice.generate_random(NumberOfBytes=8)
    with refused("NotFoundException"):
        alice.describe_key(KeyId="alias/absent")
    answer = bill(alice)
    (line,) = [line for line in answer["Lines"] if "Operation" in line]
    assert (line["Operation"], line["Requests"]) == ("kms:GenerateRandom", 3)
    assert answer["Subtotal"] == "0.000009000000"
    assert answer["Reconciliation"]["IsBalanced"]


def test_looking_at_the_bill_costs_nothing(alice: Client) -> None:
    bill(alice)
    answer = bill(alice)
    assert (answer["Lines"], answer["Requests"]) == ((), 0)


def test_a_stranger_cannot_see_anothers_costs(alice: Client, mallory: Client) -> None:
    alice.generate_random(NumberOfBytes=8)
    answer = bill(mallory)
    assert (answer["Lines"], answer["Requests"]) == ((), 0)


def test_a_user_without_permission_is_refused(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob")
    for name in ("GetCostReport", "ListPriceBooks"):
        with refused("AccessDeniedException"):
            bob.perform("portal", name)


def test_a_rebuild_meters_the_same(alice: Client) -> None:
    alice.generate_random(NumberOfBytes=8)
    catch_up()
    live = list(UsageHour.objects.order_by("operation").values("operation", "count"))
    rebuild(UsageProjection())
    again = UsageHour.objects.order_by("operation").values("operation", "count")
    assert list(again) == live != []


def test_an_organisation_is_told_account_by_account(
    world: World, alice: Client
) -> None:
    bob = world.account("bob")
    later = NOW + timedelta(minutes=1)
    Account.objects.filter(id=bob.account_id).update(created_at=later)
    bob.generate_random(NumberOfBytes=8)
    catch_up()
    asked = {"GroupBy": "ACCOUNT", "WholeOrganisation": True}
    lines = alice.perform("portal", "GetCostReport", **asked)["Lines"]
    told = [
        (line["AccountId"], line["Requests"]) for line in lines if "AccountId" in line
    ]
    assert told == [(bob.account_id, 1)]
    assert alice.perform("portal", "GetCostReport", AccountId=bob.account_id)["Lines"]
    for members in (asked, {"AccountId": alice.account_id}):
        with refused("AccessDeniedException"):
            bob.perform("portal", "GetCostReport", **members)


def test_another_organisations_account_is_refused(alice: Client) -> None:
    eve = World().account("eve")
    for account_id in (eve.account_id, "000000000001"):
        with refused("AccessDeniedException"):
            alice.perform("portal", "GetCostReport", AccountId=account_id)


def test_lines_come_in_pages_that_are_good_for_one_question(alice: Client) -> None:
    alice.generate_random(NumberOfBytes=8)
    alice.list_keys()
    catch_up()
    asked = {"GroupBy": "OPERATION", "MaxResults": 1}
    first = alice.perform("portal", "GetCostReport", **asked)
    token = first["NextToken"]
    second = alice.perform("portal", "GetCostReport", **asked, NextToken=token)
    assert first["Lines"] != second["Lines"]
    assert first["Total"] == second["Total"]
    with refused("InvalidMarkerException"):
        alice.perform("portal", "GetCostReport", GroupBy="DAY", NextToken=token)


def test_a_report_is_compared_with_the_month_before(alice: Client) -> None:
    catch_up()
    answer = alice.perform("portal", "GetCostReport", Compare=True)
    assert answer["PreviousTotal"] == "0.00"


def test_a_rebuild_by_the_operator_meters_the_same(alice: Client) -> None:
    alice.generate_random(NumberOfBytes=8)
    before = bill(alice)["Lines"]
    call_command("rebuild_usage", stdout=StringIO())
    assert bill(alice)["Lines"] == before
