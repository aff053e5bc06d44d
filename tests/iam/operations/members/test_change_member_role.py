"""ChangeMemberRole: another role from now on."""

from kmsportal.tenancy.models import Membership, Role
from tests.iam.people import member
from tests.world import Client, World, refused


def test_she_acts_as_the_new_role(alice: Client) -> None:
    member("ada@example.com", alice.account_id)
    member("bea@example.com", alice.account_id, Role.AUDITOR)
    place = Membership.objects.get(role=Role.AUDITOR)
    changed = alice.perform(
        "portal", "ChangeMemberRole", MemberId=str(place.pk), Role="KeyUser"
    )
    assert changed["Member"]["Role"] == "KeyUser"


def test_the_last_administrator_stays_one(alice: Client) -> None:
    member("ada@example.com", alice.account_id)
    named = str(Membership.objects.get().pk)
    with refused("ConflictException"):
        alice.perform("portal", "ChangeMemberRole", MemberId=named, Role="KeyUser")


def test_a_member_of_another_account_is_not_there(
    alice: Client, mallory: Client
) -> None:
    member("eve@example.com", mallory.account_id)
    named = str(Membership.objects.get(account_id=mallory.account_id).pk)
    with refused("NotFoundException", f"There is no member {named}."):
        alice.perform("portal", "ChangeMemberRole", MemberId=named, Role="Auditor")


def test_a_colleague_without_a_policy_is_refused(world: World, alice: Client) -> None:
    member("ada@example.com", alice.account_id)
    named = str(Membership.objects.get(account_id=alice.account_id).pk)
    with refused("AccessDeniedException"):
        world.user(alice, "bob").perform(
            "portal", "ChangeMemberRole", MemberId=named, Role="Auditor"
        )
