import pytest

from tests.billing.operations.worlds import settle
from tests.world import Client, World, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]


def test_an_account_sees_its_own_statements(alice: Client, eve: Client) -> None:
    alice.create_key()
    settle(alice, eve)
    (found,) = alice.perform("portal", "ListStatements")["Statements"]
    assert (found["Month"], found["Currency"]) == ("2026-11", "USD")
    assert found["Total"] == "0.25"
    (other,) = eve.perform("portal", "ListStatements")["Statements"]
    assert other["Total"] == "0.00"
    assert other["Number"] != found["Number"]


@pytest.mark.parametrize(
    "name",
    [
        "ListStatements",
        "GetReconciliation",
        "ListIdleKeys",
    ],
)
def test_a_user_without_permission_is_refused(
    world: World, alice: Client, name: str
) -> None:
    user = world.user(alice, "bob")
    with refused("AccessDeniedException"):
        user.perform("portal", name)
