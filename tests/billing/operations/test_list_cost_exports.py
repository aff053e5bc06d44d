from datetime import timedelta

import pytest

from tests.world import Client, World, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]


def test_the_newest_comes_first(alice: Client, bob: Client) -> None:
    for form in ("CSV", "CUR_2_0"):
        alice.perform("portal", "CreateCostExport", Format=form)
        alice.time += timedelta(minutes=1)
    listed = alice.perform("portal", "ListCostExports")["Exports"]
    assert [one["Format"] for one in listed] == ["CUR_2_0", "CSV"]
    assert bob.perform("portal", "ListCostExports")["Exports"] == ()


def test_a_user_without_permission_is_refused(world: World, alice: Client) -> None:
    with refused("AccessDeniedException"):
        world.user(alice, "bob").perform("portal", "ListCostExports")
