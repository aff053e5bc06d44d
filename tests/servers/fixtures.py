"""Fixtures for real servers: a test that lacks one is skipped, in CI it fails."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TypeVar

import pytest

from tests.servers.portal import RunningPortal, fresh_portal
from tests.servers.postgresql import postgresql
from tests.servers.processes import MissingServerError, find_program
from tests.servers.redis import redis_server

Server = TypeVar("Server")
_NEED_DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whatever touches the database: it runs on PostgreSQL as well."""
    for item in items:
        wanted = set(getattr(item, "fixturenames", ()))
        if wanted & _NEED_DATABASE or item.get_closest_marker("django_db"):
            item.add_marker("database")


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The URL of a private PostgreSQL."""
    yield from _serve(postgresql)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The URL of a private Redis."""
    yield from _serve(redis_server)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The path of the system's Chromium."""
    try:
        return find_program("chromium", "chromium-browser", "google-chrome")
    except MissingServerError as error:
        return _do_without(error)


@pytest.fixture(scope="session")
def openssl_path() -> str:
    """The path of the openssl program."""
    try:
        return find_program("openssl")
    except MissingServerError as error:
        return _do_without(error)


@pytest.fixture(scope="session")
def portal() -> Iterator[RunningPortal]:
    """A whole running portal on SQLite, shared by the tests of one process."""
    yield from _serve(fresh_portal)


def _serve(
    server: Callable[[], AbstractContextManager[Server]],
) -> Iterator[Server]:
    try:
        with server() as running:
            yield running
    except MissingServerError as error:
        _do_without(error)


def _do_without(error: MissingServerError) -> str:
    if os.environ.get("CI") == "true":
        pytest.fail(str(error))
    pytest.skip(str(error))
