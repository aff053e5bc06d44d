"""PutUserPermissionsBoundary."""

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    ADMIN,
    Identity,
    again,
    make_identity,
    make_policy,
)
from tests.world import Client, World, refused

LIST = allow("kms:ListKeys")


def test_a_boundary_is_put_and_replaced(alice: Client) -> None:
    identity = make_identity(alice, "user")
    for arn in (make_policy(alice, "List", LIST), ADMIN):
        identity.do("Put{}PermissionsBoundary", PermissionsBoundary=arn)
        policy = alice.iam.get_policy(PolicyArn=arn)["Policy"]
        assert policy["PermissionsBoundaryUsageCount"] == 1


def test_it_must_be_a_policy_of_one_s_own(alice: Client, mallory: Client) -> None:
    identity = make_identity(mallory, "user")
    arn = make_policy(alice, "List", LIST)
    with refused(
        "NoSuchEntityException", f"Policy {arn} does not exist or is not attachable."
    ):
        identity.do("Put{}PermissionsBoundary", PermissionsBoundary=arn)


def test_a_stranger_finds_nobody(alice: Client, mallory: Client) -> None:
    make_identity(alice, "user")
    absent = "The user with name held cannot be found."
    hers = Identity(mallory, "user")
    with refused("NoSuchEntityException", absent):
        hers.do("Put{}PermissionsBoundary", PermissionsBoundary=ADMIN)


def test_a_boundary_bounds_at_once(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob", allow("*"))
    again(bob).list_aliases()
    alice.iam.put_user_permissions_boundary(
        UserName="bob", PermissionsBoundary=make_policy(alice, "List", LIST)
    )
    again(bob).list_keys()
    with refused(
        "AccessDeniedException",
        f"User: {bob.arn} is not authorized to perform: kms:ListAliases on resource: *"
        " because no permissions boundary allows the kms:ListAliases action",
    ):
        again(bob).list_aliases()
