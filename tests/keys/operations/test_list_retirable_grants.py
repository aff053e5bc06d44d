"""ListRetirableGrants."""

from typing import Any

import pytest

from kmsportal.iam.models import IamRole
from tests.keys.grants import LAMBDA, auditor, grant_ids, may, root_arn, service
from tests.keys.ledger import last_record
from tests.world import Client, World, refused


@pytest.fixture
def bob(world: World, alice: Client) -> Client:
    return world.user(alice, "bob")


def granted(alice: Client, key: str, **retiring: str) -> str:
    made: dict[str, Any] = alice.create_grant(
        KeyId=key, GranteePrincipal=alice.arn, Operations=["Encrypt"], **retiring
    )
    grant_id: str = made["GrantId"]
    return grant_id


def test_the_grants_of_one_retiring_principal(
    alice: Client, bob: Client, key: str
) -> None:
    granted(alice, key)
    granted(alice, key, RetiringPrincipal=alice.arn)
    made = granted(alice, key, RetiringPrincipal=bob.arn)
    (grant,) = alice.list_retirable_grants(RetiringPrincipal=bob.arn)["Grants"]
    assert grant == {
        "KeyId": key,
        "GrantId": made,
        "CreationDate": "2026-11-23T12:00:00Z",
        "GranteePrincipal": alice.arn,
        "RetiringPrincipal": bob.arn,
        "IssuingAccount": root_arn(alice),
        "Operations": ["Encrypt"],
    }


def test_keys_of_other_accounts_count(
    alice: Client, mallory: Client, bob: Client, key: str
) -> None:
    theirs = mallory.create_key()["KeyMetadata"]["Arn"]
    made = {
        granted(alice, key, RetiringPrincipal=bob.arn),
        mallory.create_grant(
            KeyId=theirs,
            GranteePrincipal=mallory.arn,
            RetiringPrincipal=bob.arn,
            Operations=["Encrypt"],
        )["GrantId"],
    }
    listed = alice.list_retirable_grants(RetiringPrincipal=bob.arn)
    assert set(grant_ids(listed)) == made


def test_keys_of_other_regions_do_not(alice: Client, bob: Client, key: str) -> None:
    granted(alice, key, RetiringPrincipal=bob.arn)
    elsewhere = alice.in_region("eu-central-1")
    assert not elsewhere.list_retirable_grants(RetiringPrincipal=bob.arn)["Grants"]


def test_a_role_is_not_its_session(alice: Client, key: str) -> None:
    ann = auditor(alice)
    role = IamRole.objects.get(account_id=alice.account_id, name="Auditor")
    by_role = granted(alice, key, RetiringPrincipal=role.arn)
    by_session = granted(alice, key, RetiringPrincipal=ann.arn)
    for arn, grant_id in ((role.arn, by_role), (ann.arn, by_session)):
        listed = alice.list_retirable_grants(RetiringPrincipal=arn)
        assert grant_ids(listed) == [grant_id]


def test_pages_hold_every_grant_once(alice: Client, bob: Client, key: str) -> None:
    made = {granted(alice, key, RetiringPrincipal=bob.arn) for _ in range(3)}
    first = alice.list_retirable_grants(RetiringPrincipal=bob.arn, Limit=2)
    second = alice.list_retirable_grants(
        RetiringPrincipal=bob.arn, Limit=2, Marker=first["NextMarker"]
    )
    assert (first["Truncated"], second["Truncated"]) == (True, False)
    assert made == {*grant_ids(first), *grant_ids(second)}
    with refused("InvalidMarkerException"):
        alice.list_retirable_grants(
            RetiringPrincipal=alice.arn, Marker=first["NextMarker"]
        )


@pytest.mark.parametrize(
    "named", [{}, {"RetiringPrincipal": "bob", "RetiringServicePrincipal": LAMBDA}]
)
def test_there_is_one_retiring_principal(
    alice: Client, bob: Client, named: dict[str, str]
) -> None:
    named = {name: text.replace("bob", bob.arn) for name, text in named.items()}
    with refused(
        "ValidationException",
        "You must specify either RetiringPrincipal or RetiringServicePrincipal, but"
        " not both.",
    ):
        alice.list_retirable_grants(**named)


def test_a_principal_that_is_not_there_is_refused(alice: Client) -> None:
    nobody = f"arn:aws:iam::{alice.account_id}:user/nobody"
    with refused("InvalidArnException", f"{nobody} is no principal that exists."):
        alice.list_retirable_grants(RetiringPrincipal=nobody)
    with refused("InvalidArnException"):
        alice.list_retirable_grants(RetiringPrincipal="bob")


def test_only_a_service_lists_by_service(alice: Client, bob: Client, key: str) -> None:
    made = granted(alice, key, RetiringServicePrincipal=LAMBDA)
    with refused(
        "ValidationException",
        "RetiringServicePrincipal can be used by AWS services only.",
    ):
        alice.list_retirable_grants(RetiringServicePrincipal=LAMBDA)
    with refused("AccessDeniedException"):
        service("ec2.amazonaws.com", alice.account_id).list_retirable_grants(
            RetiringServicePrincipal=LAMBDA
        )
    listed = service(LAMBDA, alice.account_id).list_retirable_grants(
        RetiringServicePrincipal=LAMBDA
    )
    assert grant_ids(listed) == [made]


def test_the_permission_is_on_the_retiring_principal(
    world: World, alice: Client, bob: Client, key: str
) -> None:
    with refused(
        "AccessDeniedException",
        f"User: {bob.arn} is not authorized to perform: kms:ListRetirableGrants on"
        f" resource: {bob.arn} because no identity-based policy allows the"
        " kms:ListRetirableGrants action",
    ):
        bob.list_retirable_grants(RetiringPrincipal=bob.arn)
    of_bob = may("kms:ListRetirableGrants", resource=bob.arn)
    carol = world.user(alice, "carol", of_bob)
    carol.list_retirable_grants(RetiringPrincipal=bob.arn)
    with refused("AccessDeniedException"):
        carol.list_retirable_grants(RetiringPrincipal=alice.arn)


def test_a_stranger_does_not_list_what_others_may_retire(
    alice: Client, mallory: Client, key: str
) -> None:
    granted(alice, key, RetiringPrincipal=alice.arn)
    nobody = f"arn:aws:iam::{alice.account_id}:user/nobody"
    for arn in (alice.arn, nobody):
        with refused("AccessDeniedException"):
            mallory.list_retirable_grants(RetiringPrincipal=arn)


def test_the_event_shows_the_question_only(alice: Client, key: str) -> None:
    granted(alice, key, RetiringPrincipal=alice.arn)
    alice.list_retirable_grants(RetiringPrincipal=alice.arn, Limit=5)
    record = last_record(alice)
    assert record["requestParameters"] == {"retiringPrincipal": alice.arn, "limit": 5}
    assert record["responseElements"] is None
    assert record["resources"] == []
