import pytest

from tests.billing.operations.spending import explore, later, spend
from tests.world import Client, World, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]


def values(client: Client, dimension: str, **members: object) -> list[str]:
    answer = explore(client, "GetDimensionValues", Dimension=dimension, **members)
    return [one["Value"] for one in answer["DimensionValues"]]


def test_values_are_those_of_the_period(alice: Client) -> None:
    arns = spend(alice)
    assert values(alice, "OPERATION") == ["CreateKey", "Encrypt", "GenerateDataKey"]
    assert values(alice, "RESOURCE_ID") == sorted(arns)
    assert values(alice, "SERVICE") == ["AWS Key Management Service"]
    assert values(alice, "INSTANCE_TYPE") == []
    assert values(alice, "OPERATION", SearchString="key") == [
        "CreateKey",
        "GenerateDataKey",
    ]
    assert values(alice, "OPERATION", Context="RESERVATIONS") == []


def test_pages_follow_one_another(alice: Client) -> None:
    spend(alice)
    first = explore(alice, "GetDimensionValues", Dimension="OPERATION", MaxResults=2)
    assert (first["ReturnSize"], first["TotalSize"]) == (2, 3)
    token = first["NextPageToken"]
    assert values(alice, "OPERATION", NextPageToken=token) == ["GenerateDataKey"]
    with refused("InvalidNextTokenException"):
        values(alice, "REGION", NextPageToken=token)


def test_a_stranger_sees_none(alice: Client, eve: Client) -> None:
    spend(alice)
    later(alice.time, eve)
    assert values(eve, "RESOURCE_ID") == []


def test_a_user_without_permission_is_refused(world: World, alice: Client) -> None:
    with refused("AccessDeniedException"):
        values(world.user(alice, "bob"), "REGION")
