"""A whole portal, started as its operator starts it."""

import configparser
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.servers.processes import free_port, running, wait_until

ROOT = Path(__file__).resolve().parents[2]
EMAIL = "admin@example.com"
PASSWORD = "a long test password"
_START_SECONDS = 90.0


@dataclass(frozen=True, kw_only=True)
class RunningPortal:
    """One ``manage.py up``: where it is, who may use it, and its process."""

    address: str
    data_dir: Path
    access_key_id: str
    secret_access_key: str
    process: subprocess.Popen[bytes]
    environment: Mapping[str, str]

    @property
    def output(self) -> str:
        return (self.data_dir.parent / "output").read_text()

    def manage(self, *arguments: str) -> str:
        """Run one of the operator's commands on this portal; its output."""
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        return subprocess.run(
            command, env=self.environment, check=True, capture_output=True, text=True
        ).stdout


@contextmanager
def running_portal(
    folder: Path, environment: Mapping[str, str] | None = None, *, port: int = 0
) -> Iterator[RunningPortal]:
    """Run a portal on ``folder``/data while the block lasts."""
    port, data_dir = port or free_port(), folder / "data"
    variables = {**clean_environment(), **(environment or {})}
    variables["KMSPORTAL_DATA_DIR"] = str(data_dir)
    command = ["env", "-i", *(f"{name}={value}" for name, value in variables.items())]
    command += [sys.executable, str(ROOT / "manage.py"), "up", "--port", str(port)]
    with running(command, folder) as process:
        address = f"http://127.0.0.1:{port}"
        wait_until(lambda: _is_ready(address, process), seconds=_START_SECONDS)
        access_key_id, secret = read_credentials(data_dir / "credentials")
        yield RunningPortal(
            address=address,
            data_dir=data_dir,
            access_key_id=access_key_id,
            secret_access_key=secret,
            process=process,
            environment=variables,
        )


@contextmanager
def fresh_portal(
    environment: Mapping[str, str] | None = None,
) -> Iterator[RunningPortal]:
    """Run a new portal in a temporary folder."""
    with (
        tempfile.TemporaryDirectory(prefix="kmsportal-up-") as name,
        running_portal(Path(name), environment) as portal,
    ):
        yield portal


def read_credentials(path: Path) -> tuple[str, str]:
    """Return the access key id and the secret of the default profile."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(path)
    profile = parser["default"]
    return profile["aws_access_key_id"], profile["aws_secret_access_key"]


def clean_environment() -> dict[str, str]:
    """Return this process's environment without what configures a portal."""
    ours = ("KMSPORTAL_", "DJANGO_", "DATABASE_URL", "REDIS_URL", "AWS_")
    kept = {
        name: text for name, text in os.environ.items() if not name.startswith(ours)
    }
    return {
        **kept,
        "KMSPORTAL_ADMIN_EMAIL": EMAIL,
        "KMSPORTAL_ADMIN_PASSWORD": PASSWORD,
    }


def _is_ready(address: str, process: subprocess.Popen[bytes]) -> bool:
    if process.poll() is not None:
        raise RuntimeError(f"The portal ended with exit code {process.returncode}.")
    try:
        return httpx.get(f"{address}/readyz", trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False
