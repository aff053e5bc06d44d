"""GetAccountAuthorizationDetails."""

from typing import Any

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import ADMIN, make_identity, make_policy
from tests.world import Client, World, refused

LIST = allow("kms:ListKeys")


def count(page: dict[str, Any]) -> int:
    return sum(len(items) for items in page.values() if isinstance(items, list))


def test_everything_of_the_account_is_shown(alice: Client, mallory: Client) -> None:
    arn = make_policy(alice, "List", LIST)
    user = make_identity(alice, "user", "bob")
    user.do("Put{}Policy", PolicyName="own", PolicyDocument=LIST)
    user.do("Put{}PermissionsBoundary", PermissionsBoundary=arn)
    make_identity(alice, "group", "ops").do("Attach{}Policy", PolicyArn=arn)
    alice.iam.add_user_to_group(GroupName="ops", UserName="bob")
    found = alice.iam.get_account_authorization_details()
    users = {user["UserName"]: user for user in found["UserDetailList"]}
    assert users.keys() == {"admin", "bob"}
    bob = users["bob"]
    assert bob["UserPolicyList"] == [{"PolicyName": "own", "PolicyDocument": LIST}]
    assert bob["GroupList"] == ["ops"]
    assert bob["PermissionsBoundary"]["PermissionsBoundaryArn"] == arn
    attached = [{"PolicyName": "List", "PolicyArn": arn}]
    assert found["GroupDetailList"][0]["AttachedManagedPolicies"] == attached
    policies = {policy["Arn"]: policy for policy in found["Policies"]}
    assert {arn, ADMIN} <= policies.keys()
    assert policies[arn]["PolicyVersionList"][0]["Document"] == LIST
    others = mallory.iam.get_account_authorization_details()
    assert [user["UserName"] for user in others["UserDetailList"]] == ["admin"]


def test_the_built_in_roles_have_their_policies_attached(alice: Client) -> None:
    found = alice.iam.get_account_authorization_details(Filter=["Role"])
    roles = {role["RoleName"]: role for role in found["RoleDetailList"]}
    assert "UserDetailList" not in found or not found["UserDetailList"]
    assert roles["Auditor"]["RolePolicyList"] == []
    assert roles["Auditor"]["AttachedManagedPolicies"] == [
        {
            "PolicyName": "Auditor",
            "PolicyArn": "arn:aws:iam::aws:policy/portal/Auditor",
        }
    ]


def test_pages_go_through_all_kinds(alice: Client) -> None:
    seen, marker = 0, dict[str, str]()
    for _ in range(20):
        page = alice.iam.get_account_authorization_details(MaxItems=2, **marker)
        seen += count(page)
        if not page["IsTruncated"]:
            break
        marker = {"Marker": page["Marker"]}
    whole = alice.iam.get_account_authorization_details()
    assert seen == sum(
        len(items) for items in whole.values() if isinstance(items, list)
    )


def test_it_needs_a_permission(world: World, alice: Client) -> None:
    with refused("AccessDeniedException"):
        world.user(alice, "bob").iam.get_account_authorization_details()
