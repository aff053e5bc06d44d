"""RemoveMember: a place ends with its tokens."""

from kmsportal.iam.models import ApiToken
from kmsportal.tenancy.models import Membership, Role
from tests.iam.people import member
from tests.world import Client, World, refused


def test_her_place_ends_with_its_tokens(alice: Client) -> None:
    member("ada@example.com", alice.account_id)
    bea = member("bea@example.com", alice.account_id, Role.AUDITOR)
    bea.perform("portal", "CreateApiToken", Name="nightly")
    place = Membership.objects.get(role=Role.AUDITOR)
    alice.perform("portal", "RemoveMember", MemberId=str(place.pk))
    assert not ApiToken.objects.exists()
    assert len(alice.perform("portal", "ListMembers")["Members"]) == 1


def test_the_last_administrator_stays(alice: Client) -> None:
    member("ada@example.com", alice.account_id)
    with refused("ConflictException"):
        named = str(Membership.objects.get().pk)
        alice.perform("portal", "RemoveMember", MemberId=named)


def test_a_member_of_another_account_is_not_there(
    alice: Client, mallory: Client
) -> None:
    member("eve@example.com", mallory.account_id)
    named = str(Membership.objects.get(account_id=mallory.account_id).pk)
    with refused("NotFoundException", f"There is no member {named}."):
        alice.perform("portal", "RemoveMember", MemberId=named)


def test_a_colleague_without_a_policy_is_refused(world: World, alice: Client) -> None:
    member("ada@example.com", alice.account_id)
    named = str(Membership.objects.get(account_id=alice.account_id).pk)
    with refused("AccessDeniedException"):
        world.user(alice, "bob").perform("portal", "RemoveMember", MemberId=named)
