"""ListRoleTags."""

from tests.iam.sessions import role, trust
from tests.world import Client, refused


def test_they_are_listed_by_name_in_pages(alice: Client) -> None:
    tags = [{"Key": "b", "Value": "1"}, {"Key": "a", "Value": "2"}]
    role(alice, "deploy", trust(alice.account_id), Tags=tags)
    first = alice.iam.list_role_tags(RoleName="deploy", MaxItems=1)
    assert (first["Tags"], first["IsTruncated"]) == ([tags[1]], True)
    marker = first["Marker"]
    rest = alice.iam.list_role_tags(RoleName="deploy", Marker=marker)
    assert (rest["Tags"], rest["IsTruncated"]) == ([tags[0]], False)


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    role(alice, "deploy", trust(alice.account_id))
    with refused("NoSuchEntityException"):
        mallory.iam.list_role_tags(RoleName="deploy")
