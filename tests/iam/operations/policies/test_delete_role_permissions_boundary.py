"""DeleteRolePermissionsBoundary."""

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    ADMIN,
    Identity,
    make_identity,
)
from tests.world import Client, refused

LIST = allow("kms:ListKeys")


def test_the_boundary_goes(alice: Client) -> None:
    identity = make_identity(alice, "role")
    identity.do("Put{}PermissionsBoundary", PermissionsBoundary=ADMIN)
    for _ in range(2):
        identity.do("Delete{}PermissionsBoundary")
    policy = alice.iam.get_policy(PolicyArn=ADMIN)["Policy"]
    assert policy["PermissionsBoundaryUsageCount"] == 0


def test_a_stranger_finds_nobody(alice: Client, mallory: Client) -> None:
    make_identity(alice, "role")
    absent = "The role with name held cannot be found."
    with refused("NoSuchEntityException", absent):
        Identity(mallory, "role").do("Delete{}PermissionsBoundary")
