"""ListPolicies."""

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    ADMIN,
    make_identity,
    make_policy,
)
from tests.world import Client, refused

SIGN = allow("kms:Sign")


def test_policies_are_listed_by_scope_use_and_path(alice: Client) -> None:
    plain = make_policy(alice, "Plain", SIGN)
    worn = make_policy(alice, "Worn", SIGN, Path="/team/")
    bound = make_policy(alice, "Bound", SIGN)
    user = make_identity(alice, "user")
    user.do("Attach{}Policy", PolicyArn=worn)
    user.do("Put{}PermissionsBoundary", PermissionsBoundary=bound)

    def arns(**members: object) -> list[str]:
        found = alice.iam.list_policies(**members)["Policies"]
        return [policy["Arn"] for policy in found]

    assert arns(Scope="Local") == [bound, plain, worn]
    assert {bound, plain, worn, ADMIN} < set(arns())
    assert plain not in arns(Scope="AWS")
    assert arns(Scope="Local", OnlyAttached=True) == [worn]
    assert arns(PathPrefix="/team/") == [worn]
    assert arns(Scope="Local", PolicyUsageFilter="PermissionsBoundary") == [bound]
    assert arns(Scope="Local", PolicyUsageFilter="PermissionsPolicy") == [worn]


def test_lists_turn_their_pages(alice: Client) -> None:
    for name in ("A", "B", "C"):
        make_policy(alice, name, SIGN)
    first = alice.iam.list_policies(Scope="Local", MaxItems=2)
    assert first["IsTruncated"]
    rest = alice.iam.list_policies(Scope="Local", Marker=first["Marker"])
    assert [policy["PolicyName"] for policy in rest["Policies"]] == ["C"]
    assert not rest["IsTruncated"]
    with refused("ValidationException"):
        alice.iam.list_policies(Scope="AWS", Marker=first["Marker"])


def test_another_account_s_are_not_listed(alice: Client, mallory: Client) -> None:
    make_policy(alice, "Sign", SIGN)
    assert mallory.iam.list_policies(Scope="Local")["Policies"] == []
