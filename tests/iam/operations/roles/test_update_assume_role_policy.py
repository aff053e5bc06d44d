"""UpdateAssumeRolePolicy."""

from tests.iam.sessions import role, session, trust
from tests.world import Client, World, refused


def test_whom_it_trusts_from_now_on(world: World, alice: Client) -> None:
    bob, ann = world.user(alice, "bob"), world.user(alice, "ann")
    arn = role(alice, "deploy", trust(bob.arn))
    begun = session(bob, arn)
    change = {"RoleName": "deploy", "PolicyDocument": trust(ann.arn)}
    alice.iam.update_assume_role_policy(**change)
    session(ann, arn)
    begun.sts.get_caller_identity()
    with refused("AccessDeniedException"):
        session(bob, arn)
    with refused("MalformedPolicyDocumentException"):
        alice.iam.update_assume_role_policy(**{**change, "PolicyDocument": "{}"})


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    role(alice, "deploy", trust(alice.account_id))
    with refused("NoSuchEntityException"):
        mallory.iam.update_assume_role_policy(
            RoleName="deploy", PolicyDocument=trust(mallory.account_id)
        )
