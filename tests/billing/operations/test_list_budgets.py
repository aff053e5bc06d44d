import pytest

from tests.billing.budgets.worlds import make_budget
from tests.world import Client, World, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]


def test_an_account_sees_its_own_by_name(alice: Client) -> None:
    for name in ("b", "a"):
        make_budget(alice, BudgetName=name)
    told = alice.perform("portal", "ListBudgets")["Budgets"]
    assert [one["BudgetName"] for one in told] == ["a", "b"]
    stranger = World().account("stranger")
    assert not stranger.perform("portal", "ListBudgets")["Budgets"]


def test_a_user_without_permission_is_refused(world: World, alice: Client) -> None:
    with refused("AccessDeniedException"):
        world.user(alice, "bob").perform("portal", "ListBudgets")
