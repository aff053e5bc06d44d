"""RevokeApiToken."""

from kmsportal.core.errors import UnrecognizedClientException
from kmsportal.core.secret import SecretText
from kmsportal.iam.api_tokens import prove_api_token
from kmsportal.tenancy.models import Role
from tests.iam.people import member
from tests.world import NOW, Client, refused


def token_of(client: Client) -> tuple[str, SecretText]:
    made = client.perform("portal", "CreateApiToken", Name="backup")
    return made["TokenId"], SecretText(made["Token"])


def revoke(client: Client, token_id: str) -> None:
    client.perform("portal", "RevokeApiToken", TokenId=token_id)


def test_a_revoked_token_proves_nobody(alice: Client) -> None:
    ada = member("ada@example.com", alice.account_id, Role.KEY_USER)
    token_id, token = token_of(ada)
    prove_api_token(token, time=NOW)
    revoke(ada, token_id)
    with refused(UnrecognizedClientException.code):
        prove_api_token(token, time=NOW)
    with refused("NotFoundException"):
        revoke(ada, token_id)


def test_a_member_cannot_revoke_another_s(alice: Client) -> None:
    ada = member("ada@example.com", alice.account_id)
    bob = member("bob@example.com", alice.account_id, Role.KEY_ADMINISTRATOR)
    token_id, _ = token_of(ada)
    with refused("AccessDeniedException"):
        revoke(bob, token_id)


def test_an_administrator_revokes_anybody_s(alice: Client) -> None:
    bob = member("bob@example.com", alice.account_id, Role.KEY_USER)
    token_id, token = token_of(bob)
    revoke(alice, token_id)
    with refused(UnrecognizedClientException.code):
        prove_api_token(token, time=NOW)


def test_a_stranger_finds_no_token(alice: Client, mallory: Client) -> None:
    token_id, _ = token_of(member("ada@example.com", alice.account_id))
    with refused("NotFoundException", f"There is no API token {token_id}."):
        revoke(mallory, token_id)
