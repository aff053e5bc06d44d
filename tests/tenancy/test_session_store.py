"""A session opens with its key, which the database does not hold."""

import pytest
from django.contrib.sessions.models import Session

from kmsportal.tenancy.session_store import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def key() -> str:
    store = SessionStore()
    store["who"] = "ann"
    store.create()
    assert store.session_key is not None
    return store.session_key


def test_a_session_opens_with_its_key(key: str) -> None:
    assert SessionStore(key)["who"] == "ann"
    assert SessionStore().exists(key)


def test_the_table_does_not_hold_the_key(key: str) -> None:
    (row,) = Session.objects.all()

    assert key not in (row.session_key, row.session_data)
    assert SessionStore(row.session_key).get("who") is None


def test_saving_again_keeps_one_row(key: str) -> None:
    store = SessionStore(key)
    store["who"] = "bea"
    store.save()

    assert SessionStore(key)["who"] == "bea"
    assert Session.objects.count() == 1


def test_a_session_that_was_ended_is_gone(key: str) -> None:
    SessionStore(key).flush()

    assert SessionStore(key).get("who") is None
    assert not Session.objects.exists()


def test_a_made_up_key_opens_nothing(key: str) -> None:
    store = SessionStore("a" * 32)

    assert store.get("who") is None
    assert store.session_key is None
