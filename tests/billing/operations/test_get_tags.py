import pytest

from tests.billing.operations.spending import explore, later, spend
from tests.world import Client, World, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]


def tags(client: Client, **members: object) -> list[str]:
    answer = explore(client, "GetTags", **members)
    found: list[str] = answer["Tags"]
    assert answer["ReturnSize"] == answer["TotalSize"] == len(found)
    return found


def test_names_and_then_values_are_listed(alice: Client) -> None:
    spend(alice)
    assert tags(alice) == ["team"]
    assert tags(alice, TagKey="team") == ["", "payments"]
    assert tags(alice, TagKey="team", SearchString="PAY") == ["payments"]


def test_a_filter_leaves_out_what_other_keys_have(alice: Client) -> None:
    _, plain = spend(alice)
    only_plain = {"Dimensions": {"Key": "RESOURCE_ID", "Values": [plain]}}
    assert tags(alice, Filter=only_plain) == []
    assert tags(alice, Filter=only_plain, TagKey="team") == [""]


def test_a_stranger_sees_none(alice: Client, eve: Client) -> None:
    spend(alice)
    later(alice.time, eve)
    assert tags(eve) == []


def test_a_user_without_permission_is_refused(world: World, alice: Client) -> None:
    with refused("AccessDeniedException"):
        tags(world.user(alice, "bob"))
