"""AddMember: a place for a person, perhaps a new one."""

import pytest

from kmsportal.tenancy.models import User
from tests.keys.ledger import last_record
from tests.world import Client, World, refused

NEW = {"Email": "grace@example.com", "Role": "Auditor"}


def test_a_new_person_gets_a_one_time_password(alice: Client) -> None:
    made = alice.perform("portal", "AddMember", **NEW)
    person = User.objects.get(email="grace@example.com")
    assert person.check_password(made["OneTimePassword"])
    assert person.must_change_password
    assert made["OneTimePassword"] not in str(last_record(alice))


def test_one_who_is_known_keeps_her_password(alice: Client, mallory: Client) -> None:
    alice.perform("portal", "AddMember", **NEW)
    assert "OneTimePassword" not in mallory.perform("portal", "AddMember", **NEW)


def test_she_is_added_once(alice: Client) -> None:
    alice.perform("portal", "AddMember", **NEW)
    with refused("ConflictException"):
        alice.perform("portal", "AddMember", **NEW | {"Email": "Grace@example.com"})


@pytest.mark.parametrize("email", ["grace", "grace@", "a b@example.com"])
def test_it_takes_addresses_only(alice: Client, email: str) -> None:
    with refused("ValidationException"):
        alice.perform("portal", "AddMember", **NEW | {"Email": email})


def test_a_colleague_without_a_policy_is_refused(world: World, alice: Client) -> None:
    with refused("AccessDeniedException"):
        world.user(alice, "bob").perform("portal", "AddMember", **NEW)
