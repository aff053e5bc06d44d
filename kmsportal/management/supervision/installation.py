"""What ``manage.py up`` runs, and with which environment."""

import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kmsportal.management.supervision.processes import Plan
from kmsportal.management.supervision.roles import LISTENER_VARIABLE

BASE_DIR = Path(__file__).resolve().parents[3]

_FOR_PREPARATION_ONLY = ("KMSPORTAL_ADMIN_PASSWORD", "KMSPORTAL_SECRET_ACCESS_KEY")
_TITLES = {
    "wire": "wire worker",
    "portal": "portal worker",
    "projector": "projector",
    "worker": "task worker",
    "beat": "task clock",
}


@dataclass(frozen=True, kw_only=True)
class Installation:
    """One data folder and the address it is served at."""

    data_dir: Path
    listener: socket.socket
    portal_socket: Path

    def preparation(self) -> Plan:
        """Return the command that makes tables, static files and the first account."""
        return Plan(
            name="prepare",
            title="preparation",
            command=(sys.executable, str(BASE_DIR / "manage.py"), "prepare"),
            environment=self._environment(),
            folder=BASE_DIR,
        )

    def children(self) -> list[Plan]:
        """Return the processes of a running portal."""
        wires = _wire_workers(os.environ)
        names = ["wire"] * wires + ["portal", "projector", "worker", "beat"]
        return [self._child(name) for name in names]

    def _child(self, role: str) -> Plan:
        environment = self._environment()
        for name in _FOR_PREPARATION_ONLY:
            environment.pop(name, None)
        descriptors: tuple[int, ...] = ()
        if role == "worker":
            # Where the file broker moves a message to while it reads it.
            environment["TMPDIR"] = str(self.data_dir / "broker" / "taken")
        if role == "wire":
            descriptors = (self.listener.fileno(),)
            environment[LISTENER_VARIABLE] = str(descriptors[0])
        return Plan(
            name=role,
            title=_TITLES[role],
            command=(
                sys.executable,
                "-m",
                "kmsportal.management.supervision.child",
                role,
            ),
            environment=environment,
            descriptors=descriptors,
            folder=BASE_DIR,
        )

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "kmsportal.settings",
            "KMSPORTAL_DATA_DIR": str(self.data_dir),
            "KMSPORTAL_PORTAL_SOCKET": str(self.portal_socket),
            "PYTHONUNBUFFERED": "1",
        }


def _wire_workers(environment: Mapping[str, str]) -> int:
    """Return how many: one on SQLite, where one process writes the ledger."""
    is_sqlite = environment.get("DATABASE_URL", "sqlite:").startswith("sqlite")
    wanted = int(environment.get("KMSPORTAL_WIRE_WORKERS", "1"))
    return 1 if is_sqlite else max(wanted, 1)
