"""People and their clients, as REST meets them."""

import json
from datetime import UTC, datetime
from typing import Any

from django.test import Client as Browser

from kmsportal.iam.accounts import add_member
from kmsportal.iam.members import caller_of
from kmsportal.tenancy.models import Account, Role, User
from tests.world import Client

PASSWORD = "correct horse battery staple"


class RestClient:
    """Speaks JSON to the portal; ``headers`` go with every request."""

    def __init__(self, **headers: str) -> None:
        self.browser = Browser(headers=headers, raise_request_exception=False)

    def get(self, path: str, **query: Any) -> Any:
        return self.browser.get(f"/api/v1/{path}", query_params=query)

    def post(self, path: str, **members: Any) -> Any:
        return self.send("POST", path, members)

    def put(self, path: str, **members: Any) -> Any:
        return self.send("PUT", path, members)

    def patch(self, path: str, **members: Any) -> Any:
        return self.send("PATCH", path, members)

    def delete(self, path: str, **query: Any) -> Any:
        return self.browser.delete(f"/api/v1/{path}", query_params=query)

    def send(self, method: str, path: str, body: Any, **headers: str) -> Any:
        return self.browser.generic(
            method,
            f"/api/v1/{path}",
            body if isinstance(body, bytes) else _encoded(body),
            content_type="application/json",
            headers=headers,
        )


def make_person(email: str) -> User:
    person = User(email=email, created_at=datetime.now(UTC))
    person.set_password(PASSWORD)
    person.save()
    return person


def join(person: User, account_id: str, role: Role = Role.ADMINISTRATOR) -> None:
    account = Account.objects.get(id=account_id)
    add_member(account, person, role, time=datetime.now(UTC))


def acting(person: User, account_id: str) -> Client:
    """Return the person as a client of the gateway, at this moment."""
    client = Client(caller_of(person, account_id))
    client.time = datetime.now(UTC)
    return client


def token_of(person: User, account_id: str) -> str:
    made = acting(person, account_id).perform("portal", "CreateApiToken", Name="tests")
    return str(made["Token"])


def client_of(person: User, account_id: str) -> RestClient:
    return RestClient(Authorization=f"Bearer {token_of(person, account_id)}")


def _encoded(members: Any) -> bytes:
    return json.dumps(members).encode()
