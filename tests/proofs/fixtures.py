"""Installations and portals for the proofs, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.proofs.portal import Portal, running
from tests.proofs.server import PostgresqlServer
from tests.proofs.sites import PostgresqlSite, Site, SqliteSite, prepare


@pytest.fixture(scope="session")
def prepared_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """An installation that nobody uses: the others are copies of it."""
    return prepare(SqliteSite(tmp_path_factory.mktemp("prepared") / "data"))


@pytest.fixture(scope="session")
def prepared_postgresql(
    postgresql_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Site:
    """The same on PostgreSQL."""
    data_dir = tmp_path_factory.mktemp("prepared") / "data"
    site = PostgresqlSite(data_dir, postgresql_url, f"proof-{uuid4().hex}")
    return prepare(site.create())


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def prepared(request: pytest.FixtureRequest) -> Site:
    """Both of them in turn."""
    found: Site = request.getfixturevalue(f"prepared_{request.param}")
    return found


@pytest.fixture(scope="session")
def postgresql_server(postgresql_url: str) -> Iterator[PostgresqlServer]:
    """The private server, to be stopped and started."""
    server = PostgresqlServer(postgresql_url)
    yield server
    server.close()


@pytest.fixture
def site(prepared: Site, tmp_path: Path) -> Iterator[Site]:
    """A fresh installation, on each kind of database."""
    yield from _copied(prepared, tmp_path)


@pytest.fixture
def sqlite_site(prepared_sqlite: Site, tmp_path: Path) -> Iterator[Site]:
    """A fresh installation on SQLite."""
    yield from _copied(prepared_sqlite, tmp_path)


@pytest.fixture
def postgresql_site(prepared_postgresql: Site, tmp_path: Path) -> Iterator[Site]:
    """A fresh installation on PostgreSQL."""
    yield from _copied(prepared_postgresql, tmp_path)


@pytest.fixture(scope="module")
def two_workers(
    prepared: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    """A portal with two wire workers, for tests that keep out of each other's way."""
    for copied in _copied(prepared, tmp_path_factory.mktemp("shared")):
        with running(copied, wires=2) as portal:
            yield portal


def _copied(prepared: Site, folder: Path) -> Iterator[Site]:
    copied = prepared.copy(folder / "data")
    yield copied
    copied.drop()
