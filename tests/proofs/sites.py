"""Installations of their own: prepared once by the real command, then copied."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from botocore.credentials import Credentials

from kmsportal.management.supervision.folder import furnish

ROOT = Path(__file__).resolve().parents[2]
_NOT_INHERITED = ("KMSPORTAL_", "DJANGO_", "DATABASE_URL", "REDIS_URL", "AWS_")
ALICE = Credentials("AKIAALICEALICEALICE1", "only-for-tests-" + "a" * 25)
_PRESET = {
    "KMSPORTAL_ACCOUNT_ID": "111122223333",
    "KMSPORTAL_ACCESS_KEY_ID": ALICE.access_key,
    "KMSPORTAL_SECRET_ACCESS_KEY": ALICE.secret_key,
}
ALICE_ACCOUNT_ID = _PRESET["KMSPORTAL_ACCOUNT_ID"]


@dataclass(frozen=True)
class Site(ABC):
    """One installation with the accounts of Alice and of Mallory, a stranger."""

    data_dir: Path

    @property
    @abstractmethod
    def database_url(self) -> str: ...

    @abstractmethod
    def copy(self, data_dir: Path) -> "Site":
        """Return another installation that holds the same."""

    @abstractmethod
    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Run one statement behind the portal's back; ``%s`` marks a parameter."""

    @abstractmethod
    def drop(self) -> None:
        """Remove the database."""

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment of this installation's processes."""
        inherited = {
            name: text
            for name, text in os.environ.items()
            if not name.startswith(_NOT_INHERITED)
        }
        return {
            **inherited,
            "DJANGO_SETTINGS_MODULE": "kmsportal.settings",
            "KMSPORTAL_DATA_DIR": str(self.data_dir),
            "DATABASE_URL": self.database_url,
            "PYTHONUNBUFFERED": "1",
        }

    def manage(self, *arguments: str) -> str:
        """Run an operator's command and return what it says."""
        done = self.try_to_manage(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def try_to_manage(
        self, *arguments: str, environment: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            env={**self.environment, **(environment or {})},
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def command(self, *arguments: str) -> subprocess.Popen[str]:
        """Start an operator's command, to read what it says while it runs."""
        return subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )

    @property
    def mallory(self) -> Credentials:
        """The administrator of another account."""
        opened = json.loads(self._mallory.read_text())
        return Credentials(opened["access_key_id"], opened["secret_access_key"])

    @property
    def mallory_account_id(self) -> str:
        account_id: str = json.loads(self._mallory.read_text())["account_id"]
        return account_id

    def open_account(self, name: str) -> Credentials:
        """Open one more account and return its administrator."""
        opened = json.loads(self.manage("create_account", "--name", name, "--json"))
        return Credentials(opened["access_key_id"], opened["secret_access_key"])

    def open_account_of_mallory(self) -> None:
        told = self.manage("create_account", "--name", "mallory", "--json")
        self._mallory.write_text(told)

    @property
    def _mallory(self) -> Path:
        return self.data_dir / "mallory.json"


class SqliteSite(Site):
    """An installation on a file in its data folder."""

    @property
    def path(self) -> Path:
        return self.data_dir / "kmsportal.sqlite3"

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.path}"

    def copy(self, data_dir: Path) -> Site:
        shutil.copytree(self.data_dir, data_dir)
        return SqliteSite(data_dir)

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> list[Any]:
        connection = sqlite3.connect(self.path, timeout=20)
        try:
            with connection:
                text = statement.replace("%s", "?")
                return connection.execute(text, parameters).fetchall()
        finally:
            connection.close()

    def drop(self) -> None:
        """Leave the file to the folder it stands in."""


@dataclass(frozen=True)
class PostgresqlSite(Site):
    """An installation on a database of its own, on a private server."""

    server_url: str
    database: str

    @property
    def database_url(self) -> str:
        return f"{self.server_url.rpartition('/')[0]}/{self.database}"

    def create(self, *, template: str = "template0") -> "PostgresqlSite":
        self._administer(f'CREATE DATABASE "{self.database}" TEMPLATE "{template}"')
        return self

    def copy(self, data_dir: Path) -> Site:
        shutil.copytree(self.data_dir, data_dir)
        copied = PostgresqlSite(data_dir, self.server_url, f"proof-{uuid4().hex}")
        return copied.create(template=self.database)

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> list[Any]:
        with _connect(self.database_url) as connection:
            cursor = connection.execute(statement.encode(), parameters or None)
            return cursor.fetchall() if cursor.description else []

    def refuse_writes(self) -> None:
        """Make the database read-only for whoever connects from now on: all."""
        self._administer(
            f'ALTER DATABASE "{self.database}" SET default_transaction_read_only = on'
        )
        self._administer(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            (self.database,),
        )

    def take_writes(self) -> None:
        self._administer(
            f'ALTER DATABASE "{self.database}" RESET default_transaction_read_only'
        )

    def drop(self) -> None:
        self._administer(f'DROP DATABASE "{self.database}" WITH (FORCE)')

    def _administer(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        with _connect(self.server_url) as connection:
            connection.execute(statement.encode(), parameters or None)


def prepare(site: Site) -> Site:
    """Make the installation with the operator's commands."""
    site.data_dir.mkdir(parents=True)
    furnish(site.data_dir)
    prepared = site.try_to_manage("prepare", environment=_PRESET)
    assert prepared.returncode == 0, prepared.stderr
    site.open_account_of_mallory()
    return site


def _connect(url: str) -> psycopg.Connection[Any]:
    parts = urlsplit(url)
    return psycopg.connect(
        host=parts.hostname,
        port=parts.port,
        user=parts.username,
        dbname=parts.path.removeprefix("/"),
        autocommit=True,
    )
