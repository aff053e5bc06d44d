"""ListRoles."""

from tests.iam.sessions import role, trust
from tests.world import Client


def test_the_accounts_roles_are_listed_in_pages_and_by_path(
    alice: Client, mallory: Client
) -> None:
    for name in ("b", "a"):
        role(alice, name, trust(alice.account_id), Path="/ci/")
    first = alice.iam.list_roles(PathPrefix="/ci/", MaxItems=1)
    assert (first["Roles"][0]["RoleName"], first["IsTruncated"]) == ("a", True)
    assert "RoleLastUsed" not in first["Roles"][0]
    rest = alice.iam.list_roles(PathPrefix="/ci/", Marker=first["Marker"])
    assert [one["RoleName"] for one in rest["Roles"]] == ["b"]
    assert len(alice.iam.list_roles()["Roles"]) == 7


def test_a_stranger_sees_her_own(alice: Client, mallory: Client) -> None:
    role(alice, "deploy", trust(alice.account_id))
    names = [one["RoleName"] for one in mallory.iam.list_roles()["Roles"]]
    assert "deploy" not in names
