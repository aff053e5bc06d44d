"""Installations and portals for the proofs, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.proofs.portal import Portal, running
from tests.proofs.sites import PostgresqlSite, Site, SqliteSite, prepare


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def prepared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """An installation that nobody uses: the others are copies of it."""
    data_dir = tmp_path_factory.mktemp("prepared") / "data"
    if request.param == "sqlite":
        yield prepare(SqliteSite(data_dir))
        return
    url: str = request.getfixturevalue("postgresql_url")
    site = PostgresqlSite(data_dir, url, f"proof-{uuid4().hex}").create()
    yield prepare(site)
    site.drop()


@pytest.fixture
def site(prepared: Site, tmp_path: Path) -> Iterator[Site]:
    """A fresh installation."""
    copied = prepared.copy(tmp_path / "data")
    yield copied
    copied.drop()


@pytest.fixture(scope="module")
def two_workers(
    prepared: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    """A portal with two wire workers, for tests that keep out of each other's way."""
    copied = prepared.copy(tmp_path_factory.mktemp("shared") / "data")
    with running(copied, wires=2) as portal:
        yield portal
    copied.drop()
