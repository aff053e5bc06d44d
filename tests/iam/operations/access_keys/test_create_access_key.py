"""CreateAccessKey."""

import json

from kmsportal.core.secret import SecretText
from kmsportal.iam.access_keys import open_secret
from kmsportal.iam.callers import find_access_key
from kmsportal.iam.models import AccessKey
from tests.iam.identities import allow, closed
from tests.iam.people import member
from tests.keys.ledger import last_record
from tests.world import Client, World, refused


def test_a_key_works_and_its_secret_is_in_no_event(alice: Client) -> None:
    alice.iam.create_user(UserName="bob")
    key = alice.iam.create_access_key(UserName="bob")["AccessKey"]
    assert (key["UserName"], key["Status"]) == ("bob", "Active")
    row = AccessKey.objects.get(id=key["AccessKeyId"])
    assert open_secret(row).matches(key["SecretAccessKey"])
    caller = find_access_key(key["AccessKeyId"], may_wait=True).caller
    assert caller.principal.name == "bob"
    record = last_record(alice)
    assert record["responseElements"]["accessKey"] == {
        "userName": "bob",
        "accessKeyId": key["AccessKeyId"],
        "status": "Active",
        "createDate": "Nov 23, 2026, 12:00:00 PM",
    }
    assert SecretText(key["SecretAccessKey"]).reveal() not in json.dumps(record)


def test_a_user_makes_her_own_without_a_name(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob", allow("iam:CreateAccessKey"))
    assert bob.iam.create_access_key()["AccessKey"]["UserName"] == "bob"


def test_a_user_has_two_keys_at_most(alice: Client) -> None:
    alice.iam.create_access_key(UserName="admin")
    with refused(
        "LimitExceededException", "Cannot exceed quota for AccessKeysPerUser: 2"
    ):
        alice.iam.create_access_key(UserName="admin")


def test_a_session_must_name_the_user(alice: Client) -> None:
    ada = member("ada@example.com", alice.account_id)
    with refused(
        "ValidationException",
        "Must specify userName when calling with non-User credentials",
    ):
        ada.iam.create_access_key()


def test_a_stranger_gets_no_key(world: World, alice: Client, mallory: Client) -> None:
    alice.iam.create_user(UserName="bob")
    with refused("NoSuchEntityException", "The user with name bob cannot be found."):
        mallory.iam.create_access_key(UserName="bob")
    eve = world.user(alice, "eve")
    sentence = closed(eve, "iam:CreateAccessKey", "user bob")
    with refused("AccessDeniedException", sentence):
        eve.iam.create_access_key(UserName="bob")
