"""A ledger that cannot be written: no answer leaves, and it mends itself."""

import base64
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.proofs.client import Answer, WireClient
from tests.proofs.inspection import inspect
from tests.proofs.portal import Portal, running
from tests.proofs.server import PostgresqlServer
from tests.proofs.sites import ALICE, PostgresqlSite, Site, SqliteSite
from tests.servers.processes import wait_until

_PLAINTEXT = b"the plaintext that must not leave"
_BOUND_SECONDS = 12.0
"""A flush waits five seconds for a lock; the rest is for a busy machine."""

_THREADS = 8
"""Each thread of a wire worker has a connection of its own to mend."""

_REFUSAL = {
    "sqlite": """
        CREATE TRIGGER refusal BEFORE INSERT ON audit_segment
        BEGIN SELECT RAISE(ABORT, 'no'); END
    """,
    "postgresql": """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE 'no'; END $$;
        CREATE TRIGGER refusal BEFORE INSERT ON audit_segment
        EXECUTE FUNCTION refuse()
    """,
}
_CONSENT = {
    "sqlite": "DROP TRIGGER refusal",
    "postgresql": "DROP TRIGGER refusal ON audit_segment",
}


class Asker:
    """A caller with a key and a ciphertext, who asks for what is secret."""

    def __init__(self, portal: Portal) -> None:
        self.site = portal.site
        self.client = WireClient(portal.address, ALICE)
        self._key_id = self.client.make_key()
        sealed = self.client.must(
            "Encrypt",
            KeyId=self._key_id,
            Plaintext=base64.b64encode(_PLAINTEXT).decode(),
        )
        self._ciphertext = sealed["CiphertextBlob"]

    def decrypt(self) -> Answer:
        return self.client.call("Decrypt", CiphertextBlob=self._ciphertext)

    def generate_data_key(self) -> Answer:
        return self.client.call(
            "GenerateDataKey", KeyId=self._key_id, KeySpec="AES_256"
        )

    def change(self) -> Answer:
        return self.client.call(
            "UpdateKeyDescription", KeyId=self._key_id, Description="changed"
        )

    def require_refusals(self) -> None:
        """Ask for secrets, and from every thread of the worker for a change."""
        _require_refused(self.decrypt())
        _require_refused(self.generate_data_key())
        for _ in range(_THREADS):
            _require_refused(self.change())

    def require_recovery(self) -> None:
        """Ask until the portal answers again, which nobody helps it with."""
        wait_until(lambda: self.decrypt().status == 200)
        opened = self.decrypt().members["Plaintext"]
        assert base64.b64decode(opened) == _PLAINTEXT
        assert self.generate_data_key().status == 200
        for _ in range(_THREADS):
            assert self.change().status == 200


def _require_refused(answer: Answer) -> None:
    """The whole answer is known, so nothing secret is in it."""
    assert answer.status == 500
    assert answer.content == b'{"__type":"KMSInternalException"}'
    assert answer.answered - answer.sent < _BOUND_SECONDS


def test_a_ledger_that_refuses_rows_gives_nothing_away(site: Site) -> None:
    vendor = "sqlite" if isinstance(site, SqliteSite) else "postgresql"
    with _asking(site) as asker:
        site.execute(_REFUSAL[vendor])
        asker.require_refusals()
        site.execute(_CONSENT[vendor])
        asker.require_recovery()


def test_a_locked_file_gives_nothing_away(sqlite_site: Site) -> None:
    with _asking(sqlite_site) as asker:
        with _locked(sqlite_site.data_dir / "kmsportal.sqlite3"):
            # One alone: each waits for the lock as long as a flush may.
            _require_refused(asker.decrypt())
        asker.require_recovery()


def test_a_read_only_database_gives_nothing_away(
    postgresql_site: PostgresqlSite,
) -> None:
    with _asking(postgresql_site) as asker:
        postgresql_site.refuse_writes()
        asker.require_refusals()
        postgresql_site.take_writes()
        asker.require_recovery()


def test_a_stopped_server_gives_nothing_away(
    postgresql_site: PostgresqlSite, postgresql_server: PostgresqlServer
) -> None:
    with _asking(postgresql_site) as asker:
        postgresql_server.stop()
        try:
            asker.require_refusals()
        finally:
            postgresql_server.start()
        asker.require_recovery()


@contextmanager
def _asking(site: Site) -> Iterator[Asker]:
    """Run a portal for one caller; in the end its ledger must be whole."""
    with running(site) as portal:
        asker = Asker(portal)
        with asker.client:
            yield asker
        portal.stop()
    assert inspect(site).problems == []


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()
