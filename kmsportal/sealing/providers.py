"""Where the root key comes from: a file outside the database, or the environment."""

import base64
import binascii
import os
from pathlib import Path
from typing import Protocol

from django.conf import settings

from kmsportal.sealing.envelope import KEY_BYTES


class RootKeyError(Exception):
    """The root key is missing, unreadable or wrong; says what to do about it."""


class RootKeyProvider(Protocol):
    """A place that keeps the 32 bytes of the root key."""

    def load(self) -> bytes:
        """Return the key; RootKeyError where it is missing or malformed."""
        ...

    def load_or_make(self) -> bytes:
        """Return the key of a new installation, made now where that is possible."""
        ...


class FileProvider:
    """The embedded default: one file of 64 hexadecimal digits, mode 0600."""

    def __init__(self, path: Path) -> None:
        """Keep the key at ``path``."""
        self._path = path

    def load(self) -> bytes:
        try:
            text = self._path.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            raise RootKeyError(
                f"The root key file {self._path} is missing or unreadable. Put back"
                " the file that this database was made with; nothing was changed."
            ) from None
        return _parse(text, f"The root key file {self._path}")

    def load_or_make(self) -> bytes:
        if self._path.exists():
            return self.load()
        key = os.urandom(KEY_BYTES)
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(made, "w", encoding="ascii") as file:
            file.write(key.hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        return key


class EnvironmentProvider:
    """The root key in ``KMSPORTAL_ROOT_KEY``, as 64 hexadecimal digits or base64."""

    def load(self) -> bytes:
        text = settings.KMSPORTAL_ROOT_KEY
        if not text:
            raise RootKeyError(
                "KMSPORTAL_ROOT_KEY is not set. Set it to the root key that this"
                " database was made with; nothing was changed."
            )
        return _parse(text, "KMSPORTAL_ROOT_KEY")

    def load_or_make(self) -> bytes:
        return self.load()


def configured_provider() -> RootKeyProvider:
    """Return the provider that the settings name; RootKeyError for another name."""
    name = settings.KMSPORTAL_ROOT_KEY_PROVIDER
    if name == "file":
        return FileProvider(settings.KMSPORTAL_ROOT_KEY_FILE)
    if name == "env":
        return EnvironmentProvider()
    raise RootKeyError(
        f"KMSPORTAL_ROOT_KEY_PROVIDER is {name!r}; it must be 'file' or 'env'."
    )


def _parse(text: str, what: str) -> bytes:
    for decode in (bytes.fromhex, _base64):
        try:
            key = decode(text.strip())
        except ValueError:
            continue
        if len(key) == KEY_BYTES:
            return key
    raise RootKeyError(
        f"{what} does not hold a root key: 32 bytes as 64 hexadecimal digits or"
        " base64 are expected. Nothing was changed."
    )


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None
