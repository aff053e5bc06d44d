"""The data folder: made private, held by one supervisor at a time."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kmsportal.management.supervision.refusal import CannotStartError

SECRET_KEY_NAME = "django-secret-key"  # noqa: S105 - a file's name, not a secret
_LOCK_NAME = "up.lock"


@contextmanager
def hold(data_dir: Path) -> Iterator[None]:
    """Make ``data_dir`` if it is new and keep every other supervisor out of it.

    CannotStartError when it cannot be written or another supervisor has it.
    """
    lock = _open_lock(data_dir)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        raise CannotStartError(
            f"The data folder {data_dir} is in use: `manage.py up` already runs on it."
        ) from error
    try:
        yield
    finally:
        os.close(lock)


def _open_lock(data_dir: Path) -> int:
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(data_dir / _LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise CannotStartError(
            f"The data folder {data_dir} cannot be written ({error.strerror})."
        ) from error


def furnish(data_dir: Path) -> None:
    """Put in place what the settings expect to find; changes nothing that is there."""
    make_secret_key(data_dir)
    # A message is only a nudge: due work is found in the database. What an earlier run
    # left behind would be a heap of nudges for moments long gone.
    shutil.rmtree(data_dir / "broker", ignore_errors=True)
    for folder in ("broker/control", "broker/taken", "cache"):
        (data_dir / folder).mkdir(mode=0o700, parents=True, exist_ok=True)


def make_secret_key(data_dir: Path) -> None:
    """Make the key that signs sessions, where there is none yet."""
    path = data_dir / SECRET_KEY_NAME
    if not path.exists():
        write_private(path, secrets.token_urlsafe(64) + "\n")


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads, wholly or not at all."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
