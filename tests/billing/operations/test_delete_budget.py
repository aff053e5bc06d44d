import pytest

from tests.billing.budgets.worlds import make_budget, watch
from tests.world import Client, World, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]
ASKED = {"BudgetName": "keys"}


def test_it_goes_with_its_alerts(alice: Client) -> None:
    alice.create_key()
    make_budget(alice)
    watch()
    alice.perform("portal", "DeleteBudget", **ASKED)
    assert not alice.perform("portal", "ListBudgets")["Budgets"]
    assert watch() == 0


def test_a_strangers_budget_is_as_if_there_were_none(alice: Client) -> None:
    make_budget(alice)
    stranger = World().account("stranger")
    with refused("ResourceNotFoundException"):
        stranger.perform("portal", "DeleteBudget", **ASKED)


def test_a_user_without_permission_is_refused(world: World, alice: Client) -> None:
    make_budget(alice)
    with refused("AccessDeniedException"):
        world.user(alice, "bob").perform("portal", "DeleteBudget", **ASKED)
