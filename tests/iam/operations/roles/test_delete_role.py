"""DeleteRole."""

from kmsportal.iam.accounts import give_policy
from kmsportal.iam.models import IamRole
from tests.iam.identities import allow
from tests.iam.people import member
from tests.iam.sessions import holder_of, role, trust
from tests.world import Client, refused


def test_its_sessions_end_with_it(alice: Client) -> None:
    arn = role(alice, "deploy", trust(alice.arn))
    made = alice.sts.assume_role(RoleArn=arn, RoleSessionName="test")
    holder_of(made)
    alice.iam.delete_role(RoleName="deploy")
    with refused("UnrecognizedClientException"):
        holder_of(made)


def test_policies_must_go_first(alice: Client) -> None:
    role(alice, "deploy", trust(alice.arn))
    found = IamRole.objects.get(account_id=alice.account_id, name="deploy")
    give_policy(found, "given", allow("kms:*"))
    with refused(
        "DeleteConflictException", "Cannot delete entity, must delete policies first."
    ):
        alice.iam.delete_role(RoleName="deploy")


def test_a_role_that_members_act_as_stays(alice: Client) -> None:
    member("ann@example.org", alice.account_id)
    with refused(
        "UnmodifiableEntityException",
        "Cannot delete the role Administrator: 1 members of the account act as it."
        " Give them another role first.",
    ):
        alice.iam.delete_role(RoleName="Administrator")


def test_a_stranger_finds_none(alice: Client, mallory: Client) -> None:
    role(alice, "deploy", trust(alice.account_id))
    with refused("NoSuchEntityException"):
        mallory.iam.delete_role(RoleName="deploy")
