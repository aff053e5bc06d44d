"""Ada, who administers Alice's account, and what she calls REST with."""

import pytest

from kmsportal.tenancy.models import User
from tests.rest.people import RestClient, client_of, join, make_person
from tests.world import Client


@pytest.fixture
def ada(alice: Client) -> User:
    """A person who administers Alice's account."""
    person = make_person("ada@example.com")
    join(person, alice.account_id)
    return person


@pytest.fixture
def api(ada: User, alice: Client) -> RestClient:
    """REST with an API token of Ada's."""
    return client_of(ada, alice.account_id)


@pytest.fixture
def stranger(mallory: Client) -> RestClient:
    """REST with a token for another account."""
    person = make_person("mallory@example.com")
    join(person, mallory.account_id)
    return client_of(person, mallory.account_id)


@pytest.fixture
def key_id(alice: Client) -> str:
    return str(alice.create_key(Description="orders")["KeyMetadata"]["KeyId"])
