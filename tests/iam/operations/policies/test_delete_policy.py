"""DeletePolicy."""

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    make_identity,
    make_policy,
)
from tests.world import Client, refused

SIGN = allow("kms:Sign")


def test_a_policy_goes_when_nobody_has_it(alice: Client) -> None:
    arn = make_policy(alice, "Sign", SIGN)
    user = make_identity(alice, "user")
    user.do("Attach{}Policy", PolicyArn=arn)
    in_use = refused(
        "DeleteConflictException", "Cannot delete a policy attached to entities."
    )
    with in_use:
        alice.iam.delete_policy(PolicyArn=arn)
    user.do("Detach{}Policy", PolicyArn=arn)
    alice.iam.delete_policy(PolicyArn=arn)
    with refused("NoSuchEntityException"):
        alice.iam.get_policy(PolicyArn=arn)


def test_a_boundary_is_in_use_too(alice: Client) -> None:
    arn = make_policy(alice, "Sign", SIGN)
    make_identity(alice, "role").do("Put{}PermissionsBoundary", PermissionsBoundary=arn)
    with refused("DeleteConflictException"):
        alice.iam.delete_policy(PolicyArn=arn)


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    arn = make_policy(alice, "Sign", SIGN)
    with refused("NoSuchEntityException", f"Policy {arn} was not found."):
        mallory.iam.delete_policy(PolicyArn=arn)
