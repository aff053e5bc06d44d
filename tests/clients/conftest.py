"""A running portal and unmodified AWS clients of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.sessions import Session, session_of
from tests.proofs.portal import Portal, running
from tests.proofs.sites import ALICE, Site


@pytest.fixture(scope="package")
def served_portal(
    prepared: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    """A portal whose audit can be searched, on each kind of database."""
    copied = prepared.copy(tmp_path_factory.mktemp("clients") / "data")
    with running(copied, projector=True) as portal:
        yield portal
        portal.stop()
    copied.drop()


@pytest.fixture(scope="module")
def alice_session(served_portal: Portal) -> Session:
    return session_of(served_portal.address, ALICE)


@pytest.fixture(scope="module")
def mallory_session(served_portal: Portal) -> Session:
    """A stranger: the administrator of another account."""
    return session_of(served_portal.address, served_portal.site.mallory)


@pytest.fixture
def sqlite_portal(sqlite_site: Site, tmp_path: Path) -> Iterator[Portal]:
    """A portal of the embedded shape."""
    with running(sqlite_site, projector=True) as portal:
        yield portal
        portal.stop()
