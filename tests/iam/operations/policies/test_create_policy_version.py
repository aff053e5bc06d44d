"""CreatePolicyVersion."""

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    ADMIN,
    again,
    make_policy,
)
from tests.world import Client, World, refused

SIGN = allow("kms:Sign")
VERIFY = allow("kms:ListKeys")


def test_what_is_in_force_decides(world: World, alice: Client) -> None:
    arn = make_policy(alice, "P", SIGN)
    bob = world.user(alice, "bob")
    alice.iam.attach_user_policy(UserName="bob", PolicyArn=arn)
    with refused("AccessDeniedException"):
        again(bob).list_keys()
    alice.iam.create_policy_version(
        PolicyArn=arn, PolicyDocument=VERIFY, SetAsDefault=True
    )
    again(bob).list_keys()


def test_there_are_five_at_most(alice: Client) -> None:
    arn = make_policy(alice, "P", SIGN)
    for _ in range(4):
        alice.iam.create_policy_version(PolicyArn=arn, PolicyDocument=SIGN)
    with refused(
        "LimitExceededException",
        "A managed policy can have up to 5 versions. Before you create a new version,"
        " you must delete an existing version.",
    ):
        alice.iam.create_policy_version(PolicyArn=arn, PolicyDocument=SIGN)


def test_a_stranger_adds_no_version(alice: Client, mallory: Client) -> None:
    arn = make_policy(alice, "P", SIGN)
    with refused("NoSuchEntityException", f"Policy {arn} was not found."):
        mallory.iam.create_policy_version(PolicyArn=arn, PolicyDocument=SIGN)


def test_what_is_aws_s_stays(alice: Client) -> None:
    with refused("AccessDeniedException"):
        alice.iam.create_policy_version(PolicyArn=ADMIN, PolicyDocument=SIGN)
