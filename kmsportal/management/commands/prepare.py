"""Make an installation ready to run; changes nothing in one that is."""

from datetime import UTC, datetime
from typing import Any

import environ
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from kmsportal.management.first_account import (
    FirstAccount,
    open_first_account,
    read_presets,
)
from kmsportal.management.supervision.folder import make_secret_key
from kmsportal.sealing.models import RootKeyCheck
from kmsportal.sealing.providers import RootKeyError
from kmsportal.sealing.root import open_installation, root_key


class Command(BaseCommand):
    help = "Make tables, static files, the root key and the first account."
    requires_system_checks: list[str] = []  # noqa: RUF012 - BaseCommand's own shape

    def handle(self, **_options: Any) -> None:  # noqa: ANN401 - Django's signature
        preset, administrator = read_presets(environ.Env())
        now = datetime.now(UTC)
        try:
            settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
            make_secret_key(settings.DATA_DIR)
            _prove_root_key()
            call_command("migrate", interactive=False, verbosity=0)
            open_installation(time=now)
            first = open_first_account(
                settings.DATA_DIR / "credentials",
                time=now,
                preset=preset,
                administrator=administrator,
            )
        except RootKeyError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"The database cannot be used: {error}") from error
        except OSError as error:
            raise CommandError(f"The data folder cannot be used: {error}") from error
        call_command("collectstatic", interactive=False, verbosity=0)
        if first is not None:
            self.stdout.write(_told(first))


def _prove_root_key() -> None:
    """Refuse a wrong root key before a migration touches anything."""
    tables = connection.introspection.table_names()
    if RootKeyCheck._meta.db_table in tables and RootKeyCheck.objects.exists():  # noqa: SLF001 - Django's documented Model._meta
        root_key()


def _told(first: FirstAccount) -> str:
    lines = [
        "",
        f"Account {first.account_id} is open.",
        f"  Its credentials  {settings.DATA_DIR / 'credentials'}",
        f"  Sign in as       {first.email}",
    ]
    if first.one_time_password is not None:
        password = first.one_time_password.reveal()
        lines.append(f"  with             {password}  (once; you will choose another)")
    return "\n".join(lines)
