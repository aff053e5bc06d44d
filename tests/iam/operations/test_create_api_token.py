"""CreateApiToken."""

import json
from datetime import timedelta

import pytest

from kmsportal import projector
from kmsportal.core.secret import SecretText
from kmsportal.iam.api_tokens import prove_api_token
from kmsportal.iam.members import caller_of
from kmsportal.iam.models import ApiToken
from kmsportal.iam.operations.create_api_token import MOST_TOKENS
from kmsportal.tenancy.models import Role
from tests.iam.people import member
from tests.world import NOW, Client, refused


def create(client: Client, **members: object) -> dict[str, object]:
    return client.perform("portal", "CreateApiToken", Name="backup", **members)


@pytest.mark.parametrize("role", Role)
def test_every_member_makes_tokens_of_her_own(role: Role, alice: Client) -> None:
    made = create(member("ada@example.com", alice.account_id, role))
    assert made["ExpiresAt"] == "2027-02-21T12:00:00Z"
    token = str(made["Token"])
    assert token.startswith(f"kmsp_{made['TokenId']}_")
    row = prove_api_token(SecretText(token), time=NOW)
    assert (row.account_id, row.name) == (alice.account_id, "backup")


def test_the_secret_is_told_once_and_kept_nowhere(alice: Client) -> None:
    ada = member("ada@example.com", alice.account_id)
    made = create(ada)
    secret = str(made["Token"]).rpartition(f"{made['TokenId']}_")[2]
    row = ApiToken.objects.values().get()
    assert secret not in repr(row)
    projector.catch_up()
    found = ada.perform("portal", "SearchEvents", EventName="CreateApiToken")
    record = json.loads(found["Events"][0]["Record"])
    assert record["requestParameters"]["name"] == "backup"
    assert record["responseElements"]["tokenId"] == made["TokenId"]
    assert secret not in found["Events"][0]["Record"]


def test_a_token_cannot_make_another(alice: Client) -> None:
    ada = member("ada@example.com", alice.account_id)
    made = create(ada)
    user = ApiToken.objects.get().membership.user
    token_id = str(made["TokenId"])
    acting = Client(caller_of(user, alice.account_id, api_token_id=token_id))
    with refused("AccessDeniedException"):
        create(acting)


def test_only_a_person_has_tokens(alice: Client) -> None:
    with refused("AccessDeniedException", "Only a person can have API tokens."):
        create(alice)


def test_tokens_are_bounded(alice: Client) -> None:
    ada = member("ada@example.com", alice.account_id)
    for _ in range(MOST_TOKENS):
        create(ada, ExpiresInDays=1)
    with refused("LimitExceededException"):
        create(ada)
    ada.time = NOW + timedelta(days=2)
    assert create(ada)
