"""ListUsers."""

from tests.iam.identities import allow, closed
from tests.world import Client, World, refused


def names(answer: dict[str, list[dict[str, str]]]) -> list[str]:
    return [user["UserName"] for user in answer["Users"]]


def test_pages_hold_every_user_once_by_name(alice: Client, mallory: Client) -> None:
    for name in ("dan", "bob", "cat"):
        alice.iam.create_user(UserName=name, Tags=[{"Key": "a", "Value": "b"}])
    first = alice.iam.list_users(MaxItems=3)
    assert (names(first), first["IsTruncated"]) == (["admin", "bob", "cat"], True)
    second = alice.iam.list_users(MaxItems=3, Marker=first["Marker"])
    assert (names(second), second["IsTruncated"]) == (["dan"], False)
    assert "Marker" not in second
    # API reference: ListUsers does not return tags and boundaries.
    assert not any("Tags" in user for user in second["Users"])
    assert names(mallory.iam.list_users()) == ["admin"]


def test_a_list_can_be_of_a_path_in_its_capitals(alice: Client) -> None:
    for name, path in (("ann", "/Ops/"), ("bob", "/ops/"), ("cat", "/ops/db/")):
        alice.iam.create_user(UserName=name, Path=path)
    assert names(alice.iam.list_users(PathPrefix="/ops/")) == ["bob", "cat"]
    assert names(alice.iam.list_users(PathPrefix="/ops/d")) == ["cat"]


def test_a_marker_keeps_to_its_list(alice: Client) -> None:
    alice.iam.create_user(UserName="bob", Path="/ops/")
    marker = alice.iam.list_users(MaxItems=1)["Marker"]
    for wrong in ({"PathPrefix": "/ops/", "Marker": marker}, {"Marker": "made up"}):
        with refused("ValidationException", "Invalid Marker."):
            alice.iam.list_users(**wrong)


def test_the_path_needs_the_permission(world: World, alice: Client) -> None:
    users = f"arn:aws:iam::{alice.account_id}:user"
    bob = world.user(alice, "bob", allow("iam:ListUsers", resource=f"{users}/ops/*"))
    bob.iam.list_users(PathPrefix="/ops/")
    with refused("AccessDeniedException", closed(bob, "iam:ListUsers", f"{users}/")):
        bob.iam.list_users()
