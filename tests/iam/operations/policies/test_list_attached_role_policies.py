"""ListAttachedRolePolicies."""

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    ADMIN,
    Identity,
    make_identity,
    make_policy,
)
from tests.world import Client, refused

LIST = allow("kms:ListKeys")


def test_policies_are_listed_by_name_and_path(alice: Client) -> None:
    identity = make_identity(alice, "role")
    arn = make_policy(alice, "List", LIST, Path="/team/")
    for one in (arn, ADMIN):
        identity.do("Attach{}Policy", PolicyArn=one)
    listed = identity.do("ListAttached{}Policies")["AttachedPolicies"]
    assert [policy["PolicyArn"] for policy in listed] == [ADMIN, arn]
    below = identity.do("ListAttached{}Policies", PathPrefix="/team/")
    assert below["AttachedPolicies"] == listed[1:]
    page = identity.do("ListAttached{}Policies", MaxItems=1)
    assert page["AttachedPolicies"] == listed[:1]
    assert page["IsTruncated"]


def test_a_stranger_finds_nobody(alice: Client, mallory: Client) -> None:
    make_identity(alice, "role")
    absent = "The role with name held cannot be found."
    with refused("NoSuchEntityException", absent):
        Identity(mallory, "role").do("ListAttached{}Policies")
