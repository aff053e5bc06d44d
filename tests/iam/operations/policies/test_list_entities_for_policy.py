"""ListEntitiesForPolicy."""

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    NOUNS,
    make_identity,
    make_policy,
)
from tests.world import Client, refused

LIST = allow("kms:ListKeys")


def test_who_has_a_policy_is_listed_by_kind_and_use(alice: Client) -> None:
    arn = make_policy(alice, "List", LIST)
    for noun in NOUNS:
        make_identity(alice, noun).do("Attach{}Policy", PolicyArn=arn)
    make_identity(alice, "user", "bound").do(
        "Put{}PermissionsBoundary", PermissionsBoundary=arn
    )
    found = alice.iam.list_entities_for_policy(PolicyArn=arn)
    assert [user["UserName"] for user in found["PolicyUsers"]] == ["bound", "held"]
    assert [role["RoleName"] for role in found["PolicyRoles"]] == ["held"]
    assert [group["GroupName"] for group in found["PolicyGroups"]] == ["held"]
    users = alice.iam.list_entities_for_policy(
        PolicyArn=arn, EntityFilter="User", PolicyUsageFilter="PermissionsBoundary"
    )
    assert [user["UserName"] for user in users["PolicyUsers"]] == ["bound"]
    assert not users["PolicyRoles"]
    page = alice.iam.list_entities_for_policy(PolicyArn=arn, MaxItems=3)
    assert page["IsTruncated"]
    assert len(page["PolicyUsers"]) == 2


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    arn = make_policy(alice, "Sign", LIST)
    with refused("NoSuchEntityException", f"Policy {arn} was not found."):
        mallory.iam.list_entities_for_policy(PolicyArn=arn)
