"""From a call to its cost: gateway, ledger, projector, report."""

from typing import Any

import pytest

from billing.metering import UsageProjection
from billing.models import UsageHour
from kmsportal.projector import catch_up, rebuild
from tests.world import Client, World, refused

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
