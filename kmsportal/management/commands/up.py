"""Run the whole portal in the foreground: ``manage.py up``."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from kmsportal.management.supervision import address, folder
from kmsportal.management.supervision.installation import BASE_DIR, Installation
from kmsportal.management.supervision.refusal import CannotStartError
from kmsportal.management.supervision.supervisor import Supervisor
from kmsportal.management.supervision.welcome import announcer, welcome

_FIRST_REGION = "us-east-1"


class Command(BaseCommand):
    """Needs no settings: ``manage.py`` runs it before Django is loaded."""

    help = "Prepare the data folder and run the portal until Ctrl-C."
    requires_system_checks: list[str] = []  # noqa: RUF012 - BaseCommand's own shape

    def add_arguments(self, parser: ArgumentParser) -> None:
        get = os.environ.get
        parser.add_argument("--host", default=get("KMSPORTAL_HOST", "127.0.0.1"))
        parser.add_argument(
            "--port", type=int, default=int(get("KMSPORTAL_PORT", "8000"))
        )
        parser.add_argument(
            "--data-dir",
            type=Path,
            default=Path(get("KMSPORTAL_DATA_DIR", str(BASE_DIR / "data"))),
        )

    def handle(self, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        data_dir = options["data_dir"].resolve()
        try:
            self._run(options["host"], options["port"], data_dir)
        except CannotStartError as error:
            self.stderr.write(str(error))
            raise SystemExit(1) from error

    def _run(self, host: str, port: int, data_dir: Path) -> None:
        # Whatever the portal writes, the database above all, is its owner's alone.
        os.umask(0o077)
        with address.listen(host, port) as listener, folder.hold(data_dir):
            folder.furnish(data_dir)
            portal_socket = address.portal_socket(data_dir)
            installation = Installation(
                data_dir=data_dir, listener=listener, portal_socket=portal_socket
            )
            supervisor = Supervisor(sys.stdout)
            with supervisor.on_duty():
                if supervisor.run_once(installation.preparation()) != 0:
                    raise CannotStartError("The portal could not be prepared.")
                regions = os.environ.get("KMSPORTAL_REGIONS", _FIRST_REGION)
                text = welcome(host, port, data_dir, region=regions.split(",")[0])
                supervisor.run(
                    installation.children(),
                    announce=announcer(host, port, text, supervisor.say),
                )
