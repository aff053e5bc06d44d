"""PutRolePermissionsBoundary."""

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    ADMIN,
    Identity,
    make_identity,
    make_policy,
)
from tests.world import Client, refused

LIST = allow("kms:ListKeys")


def test_a_boundary_is_put_and_replaced(alice: Client) -> None:
    identity = make_identity(alice, "role")
    for arn in (make_policy(alice, "List", LIST), ADMIN):
        identity.do("Put{}PermissionsBoundary", PermissionsBoundary=arn)
        policy = alice.iam.get_policy(PolicyArn=arn)["Policy"]
        assert policy["PermissionsBoundaryUsageCount"] == 1


def test_it_must_be_a_policy_of_one_s_own(alice: Client, mallory: Client) -> None:
    identity = make_identity(mallory, "role")
    arn = make_policy(alice, "List", LIST)
    with refused(
        "NoSuchEntityException", f"Policy {arn} does not exist or is not attachable."
    ):
        identity.do("Put{}PermissionsBoundary", PermissionsBoundary=arn)


def test_a_stranger_finds_nobody(alice: Client, mallory: Client) -> None:
    make_identity(alice, "role")
    absent = "The role with name held cannot be found."
    hers = Identity(mallory, "role")
    with refused("NoSuchEntityException", absent):
        hers.do("Put{}PermissionsBoundary", PermissionsBoundary=ADMIN)
