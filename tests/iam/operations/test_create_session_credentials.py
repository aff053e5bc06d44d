"""CreateSessionCredentials, and what its credentials are good for."""

import base64
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from kmsportal.iam.accounts import add_member
from kmsportal.iam.members import caller_of
from kmsportal.iam.models import IamRole
from kmsportal.iam.sessions import find_credentials
from kmsportal.tenancy.generations import bump
from kmsportal.tenancy.models import Account, Membership, Role, User
from tests.ledger import records
from tests.world import NOW, Client, World, refused


def person(account_id: str, role: Role, email: str = "ann@example.org") -> Client:
    user = User.objects.create(email=email, created_at=NOW)
    account = Account.objects.get(id=account_id)
    add_member(account, user, role, time=NOW)
    return Client(caller_of(user, account_id))


@pytest.fixture
def ann(alice: Client) -> Client:
    return person(alice.account_id, Role.KEY_USER)


def test_the_credentials_are_those_of_the_persons_session(ann: Client) -> None:
    made = ann.perform("portal", "CreateSessionCredentials")

    assert made["AccessKeyId"].startswith("ASIA")
    assert made["Expiration"] == "2026-11-23T13:00:00Z"
    view = find_credentials(
        made["AccessKeyId"], made["SessionToken"], time=NOW, may_wait=True
    )
    assert view.caller.principal == ann.caller.principal


def test_after_their_time_they_are_refused_as_expired(ann: Client) -> None:
    made = ann.perform("portal", "CreateSessionCredentials", DurationSeconds=900)

    with refused("ExpiredTokenException"):
        find_credentials(
            made["AccessKeyId"],
            made["SessionToken"],
            time=NOW + timedelta(seconds=900),
            may_wait=True,
        )


@pytest.mark.parametrize(
    "token", ["", "no base64", "AQ==", "AgAAAAAAAAAAAA==", "\u00e4", None]
)
def test_a_token_that_is_none_of_ours_is_refused(
    ann: Client, token: str | None
) -> None:
    made = ann.perform("portal", "CreateSessionCredentials")

    with refused("UnrecognizedClientException"):
        find_credentials(made["AccessKeyId"], token, time=NOW, may_wait=True)


def test_any_altered_token_is_refused(ann: Client) -> None:
    made = ann.perform("portal", "CreateSessionCredentials")
    token = made["SessionToken"]

    for place in range(0, len(token), 5):
        other = "A" if token[place] != "A" else "B"
        with refused("UnrecognizedClientException"):
            find_credentials(
                made["AccessKeyId"],
                token[:place] + other + token[place + 1 :],
                time=NOW,
                may_wait=True,
            )


def test_a_made_up_account_is_looked_for_and_not_followed(
    ann: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    token = b"\x02" + (210987654321).to_bytes(6, "big") + bytes(40)
    made_up = base64.b64encode(token).decode()
    with django_assert_num_queries(1), refused("UnrecognizedClientException"):
        find_credentials("ASIAMADEUP", made_up, time=NOW, may_wait=True)


def test_tokens_do_not_go_with_other_access_keys(alice: Client, ann: Client) -> None:
    one = ann.perform("portal", "CreateSessionCredentials")
    two = ann.perform("portal", "CreateSessionCredentials")

    for access_key_id in (two["AccessKeyId"], alice.caller.access_key_id):
        with refused("UnrecognizedClientException"):
            find_credentials(
                access_key_id, one["SessionToken"], time=NOW, may_wait=True
            )


def test_a_role_that_is_gone_takes_its_sessions_with_it(ann: Client) -> None:
    made = ann.perform("portal", "CreateSessionCredentials")
    IamRole.objects.filter(account_id=ann.account_id, name="KeyUser").delete()
    bump(ann.account_id)

    with refused("UnrecognizedClientException"):
        find_credentials(
            made["AccessKeyId"], made["SessionToken"], time=NOW, may_wait=True
        )


def test_leaving_the_account_ends_the_session(ann: Client) -> None:
    made = ann.perform("portal", "CreateSessionCredentials")
    Membership.objects.filter(account_id=ann.account_id).delete()
    bump(ann.account_id)

    with refused("UnrecognizedClientException"):
        find_credentials(
            made["AccessKeyId"], made["SessionToken"], time=NOW, may_wait=True
        )


def test_the_event_names_the_access_key_and_no_secret(ann: Client) -> None:
    made = ann.perform("portal", "CreateSessionCredentials")

    (record,) = records("portal:CreateSessionCredentials")
    assert made["AccessKeyId"] in str(record)
    assert made["SecretAccessKey"] not in str(record)
    assert made["SessionToken"] not in str(record)


def test_a_user_with_an_access_key_has_no_session_to_take_out(alice: Client) -> None:
    with refused("ValidationException"):
        alice.perform("portal", "CreateSessionCredentials")


def test_a_stranger_gets_a_session_of_her_own_account_alone(
    world: World, ann: Client, mallory: Client
) -> None:
    eve = person(mallory.account_id, Role.KEY_USER, "eve@example.org")

    made = eve.perform("portal", "CreateSessionCredentials")

    view = find_credentials(
        made["AccessKeyId"], made["SessionToken"], time=NOW, may_wait=True
    )
    assert view.caller.account_id == mallory.account_id != ann.account_id
