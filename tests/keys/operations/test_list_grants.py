"""ListGrants."""

from typing import Any

import pytest

from tests.keys.grants import LAMBDA, grant_ids, may, root_arn
from tests.keys.ledger import last_record, resources_of
from tests.keys.policies import account_root, closed_to, policy_of, trust
from tests.world import Client, World, refused


@pytest.fixture
def bob(world: World, alice: Client) -> Client:
    return world.user(alice, "bob")


def granted(alice: Client, key: str, grantee: str) -> str:
    made: dict[str, Any] = alice.create_grant(
        KeyId=key, GranteePrincipal=grantee, Operations=["Encrypt"]
    )
    grant_id: str = made["GrantId"]
    return grant_id


def test_a_key_begins_without_grants(alice: Client, key: str) -> None:
    assert alice.list_grants(KeyId=key) == {"Grants": [], "Truncated": False}


def test_the_list_is_of_one_key(alice: Client, bob: Client, key: str) -> None:
    other = alice.create_key()["KeyMetadata"]["KeyId"]
    granted(alice, other, bob.arn)
    mine = granted(alice, key, bob.arn)
    assert grant_ids(alice.list_grants(KeyId=key)) == [mine]


def test_the_list_can_be_of_one_grant(alice: Client, bob: Client, key: str) -> None:
    first, _ = granted(alice, key, bob.arn), granted(alice, key, bob.arn)
    assert grant_ids(alice.list_grants(KeyId=key, GrantId=first)) == [first]
    assert alice.list_grants(KeyId=key, GrantId="0" * 64)["Grants"] == []


def test_what_is_no_grant_id_is_refused(alice: Client, key: str) -> None:
    with refused("InvalidGrantIdException", "no-id is not a valid grant ID."):
        alice.list_grants(KeyId=key, GrantId="no-id")


def test_the_list_can_be_of_one_grantee(
    world: World, alice: Client, bob: Client, key: str
) -> None:
    carol = world.user(alice, "carol")
    to_bob = granted(alice, key, bob.arn)
    to_account = granted(alice, key, root_arn(alice))
    listed = {
        bob.arn: [to_bob],
        bob.caller.principal.unique_id: [to_bob],
        root_arn(alice): [to_account],
        carol.arn: [],
        f"{carol.arn}-who-never-was": [],
    }
    for grantee, ids in listed.items():
        answer = alice.list_grants(KeyId=key, GranteePrincipal=grantee)
        assert grant_ids(answer) == ids, grantee


def test_a_grantee_is_named_by_an_arn_of_hers(alice: Client, key: str) -> None:
    with refused("InvalidArnException"):
        alice.list_grants(KeyId=key, GranteePrincipal="arn:aws:s3:::bucket")


def test_only_services_list_by_service(alice: Client, bob: Client, key: str) -> None:
    with refused(
        "ValidationException",
        "GranteeServicePrincipal can be used by AWS services only.",
    ):
        alice.list_grants(KeyId=key, GranteeServicePrincipal=LAMBDA)
    with refused("ValidationException"):
        alice.list_grants(
            KeyId=key, GranteeServicePrincipal=LAMBDA, GranteePrincipal=bob.arn
        )


def test_pages_hold_every_grant_once(alice: Client, bob: Client, key: str) -> None:
    made = {granted(alice, key, bob.arn) for _ in range(3)}
    first = alice.list_grants(KeyId=key, Limit=2)
    second = alice.list_grants(KeyId=key, Limit=2, Marker=first["NextMarker"])
    assert (first["Truncated"], second["Truncated"]) == (True, False)
    assert len(first["Grants"]) == 2
    assert made == {*grant_ids(first), *grant_ids(second)}


def test_a_marker_is_good_for_one_key_and_filter(
    alice: Client, bob: Client, key: str
) -> None:
    for _ in range(2):
        granted(alice, key, bob.arn)
    marker = alice.list_grants(KeyId=key, Limit=1)["NextMarker"]
    other = alice.create_key()["KeyMetadata"]["KeyId"]
    for asked in (
        {"KeyId": other},
        {"KeyId": key, "GranteePrincipal": bob.arn},
    ):
        with refused("InvalidMarkerException"):
            alice.list_grants(Marker=marker, **asked)


def test_a_page_has_fifty_unless_told_and_a_hundred_at_most(
    alice: Client, bob: Client, key: str
) -> None:
    for _ in range(101):
        granted(alice, key, bob.arn)
    assert len(alice.list_grants(KeyId=key)["Grants"]) == 50
    assert len(alice.list_grants(KeyId=key, Limit=1000)["Grants"]) == 100


@pytest.mark.parametrize("state", ["disabled", "pending deletion"])
def test_the_grants_of_any_key_can_be_listed(
    alice: Client, bob: Client, key: str, state: str
) -> None:
    made = granted(alice, key, bob.arn)
    if state == "disabled":
        alice.disable_key(KeyId=key)
    else:
        alice.schedule_key_deletion(KeyId=key)
    assert grant_ids(alice.list_grants(KeyId=key)) == [made]


def test_no_grant_lets_its_grantee_list(alice: Client, bob: Client, key: str) -> None:
    granted(alice, key, bob.arn)
    with refused("AccessDeniedException"):
        bob.list_grants(KeyId=key)


def test_a_policy_can_leave_grants_to_services(
    world: World, alice: Client, key: str
) -> None:
    for_services = {"Bool": {"kms:GrantIsForAWSResource": "true"}}
    carol = world.user(alice, "carol", may("kms:ListGrants", Condition=for_services))
    with refused("AccessDeniedException"):
        carol.list_grants(KeyId=key)


def test_a_stranger_lists_nothing_until_she_is_let_in(
    alice: Client, bob: Client, mallory: Client, key: str
) -> None:
    made = granted(alice, key, bob.arn)
    with refused(
        "AccessDeniedException", closed_to(mallory.arn, "kms:ListGrants", key)
    ):
        mallory.list_grants(KeyId=key)
    opened = policy_of(trust(root_arn(alice)), trust(account_root(mallory.account_id)))
    alice.put_key_policy(KeyId=key, Policy=opened)
    assert grant_ids(mallory.list_grants(KeyId=key)) == [made]


def test_the_event_shows_the_question_only(
    alice: Client, bob: Client, key: str, key_id: str
) -> None:
    granted(alice, key, bob.arn)
    alice.list_grants(KeyId=key_id, Limit=5, GranteePrincipal=bob.arn)
    record = last_record(alice)
    assert record["requestParameters"] == {
        "keyId": key_id,
        "limit": 5,
        "granteePrincipal": bob.arn,
    }
    assert record["responseElements"] is None
    assert resources_of(record) == [key]
