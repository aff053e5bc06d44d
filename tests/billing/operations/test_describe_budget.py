import pytest

from kmsportal.projector import catch_up
from tests.billing.budgets.worlds import make_budget
from tests.world import Client, World, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]
ASKED = {"BudgetName": "keys"}


def test_it_tells_how_the_month_stands(alice: Client) -> None:
    alice.create_key()
    make_budget(alice)
    catch_up()
    told = alice.perform("portal", "DescribeBudget", **ASKED)
    assert (told["Month"], told["ActualAmount"]) == ("2026-11", "0.00")
    assert (told["ForecastAmount"], told["Currency"]) == ("0.25", "USD")
    assert not told["Alerts"]


def test_a_strangers_budget_is_as_if_there_were_none(alice: Client) -> None:
    make_budget(alice)
    stranger = World().account("stranger")
    with refused("ResourceNotFoundException"):
        stranger.perform("portal", "DescribeBudget", **ASKED)


def test_a_user_without_permission_is_refused(world: World, alice: Client) -> None:
    make_budget(alice)
    with refused("AccessDeniedException"):
        world.user(alice, "bob").perform("portal", "DescribeBudget", **ASKED)
