"""An export's folder: its files, read line by line."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from audit.verifier.forms import FORMAT, FormError, Json, load, text

MANIFEST = "manifest.json"
SEGMENTS = "segments.jsonl"
LOG = "log.jsonl"
CHECKPOINTS = "checkpoints.jsonl"
EVENTS = "events.jsonl"
COPIES = "copies.jsonl"
CONSISTENCY = "consistency.jsonl"


class FolderError(Exception):
    """The folder is not an export, or a file of it cannot be read."""


class Line(NamedTuple):
    """One line of a file: where it stands and what it holds."""

    where: str
    form: Json


class Folder:
    """One export."""

    def __init__(self, path: Path) -> None:
        """Read the manifest; FolderError without one."""
        self.path = path
        try:
            self.manifest = load((path / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, FormError):
            raise FolderError(f"{path} holds no {MANIFEST}") from None
        if self.manifest.get("format") != FORMAT:
            raise FolderError(f"{path} is not an export that this program knows")

    @property
    def kind(self) -> str:
        return text(self.manifest, "kind")

    def lines(self, name: str) -> Iterator[Line]:
        """Read a file of JSON lines; FolderError where it cannot be read."""
        try:
            # "\n" alone ends a line: texts may hold other separators.
            with (self.path / name).open(encoding="utf-8", newline="\n") as file:
                for number, line in enumerate(file, start=1):
                    yield Line(f"{name}, line {number}", load(line))
        except (OSError, UnicodeDecodeError):
            raise FolderError(f"{name} is missing or cannot be read") from None
        except FormError as error:
            raise FolderError(f"{name} is damaged: {error}") from None
