"""ResetMemberPassword: for people of this account alone."""

from kmsportal.tenancy.models import Membership, Role
from tests.iam.people import member
from tests.keys.ledger import last_record
from tests.world import Client, World, refused


def test_it_gives_a_one_time_password(alice: Client) -> None:
    member("ada@example.com", alice.account_id)
    place = Membership.objects.get()
    made = alice.perform("portal", "ResetMemberPassword", MemberId=str(place.pk))
    assert Membership.objects.get().user.check_password(made["OneTimePassword"])
    assert Membership.objects.get().user.must_change_password
    assert made["OneTimePassword"] not in str(last_record(alice))


def test_a_person_with_a_place_elsewhere_keeps_her_password(
    alice: Client, mallory: Client
) -> None:
    """It opens the other account too, whose administrators were not asked."""
    for account_id in (alice.account_id, mallory.account_id):
        member("ada@example.com", account_id, Role.AUDITOR)
    place = Membership.objects.get(account_id=alice.account_id)
    with refused("ConflictException"):
        alice.perform("portal", "ResetMemberPassword", MemberId=str(place.pk))


def test_a_member_of_another_account_is_not_there(
    alice: Client, mallory: Client
) -> None:
    member("eve@example.com", mallory.account_id)
    named = str(Membership.objects.get(account_id=mallory.account_id).pk)
    with refused("NotFoundException", f"There is no member {named}."):
        alice.perform("portal", "ResetMemberPassword", MemberId=named)


def test_a_colleague_without_a_policy_is_refused(world: World, alice: Client) -> None:
    member("ada@example.com", alice.account_id)
    named = str(Membership.objects.get(account_id=alice.account_id).pk)
    with refused("AccessDeniedException"):
        world.user(alice, "bob").perform(
            "portal", "ResetMemberPassword", MemberId=named
        )
