"""ListMembers: who has a place in the account."""

from kmsportal.tenancy.models import Role
from tests.iam.people import member
from tests.world import Client, World, refused


def test_it_lists_the_people_of_this_account_alone(
    alice: Client, mallory: Client
) -> None:
    member("eve@example.com", mallory.account_id)
    member("bea@example.com", alice.account_id, Role.AUDITOR)
    member("ada@example.com", alice.account_id)
    shown = alice.perform("portal", "ListMembers")["Members"]
    assert [(one["Email"], one["Role"]) for one in shown] == [
        ("ada@example.com", "Administrator"),
        ("bea@example.com", "Auditor"),
    ]


def test_a_colleague_without_a_policy_is_refused(world: World, alice: Client) -> None:
    with refused("AccessDeniedException"):
        world.user(alice, "bob").perform("portal", "ListMembers")
