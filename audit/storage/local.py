"""The portal's own folder of buckets: files are written once and never changed.

A bucket is two trees below ``DATA_DIR/trails/ACCOUNT/BUCKET``: ``objects`` has the
files by their keys, ``metadata`` what S3 calls user-defined metadata, as JSON.
"""

import os
import secrets
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from django.conf import settings

_NOT_IN_KEYS = frozenset({"", ".", ".."})
_LONGEST_KEY = 1024


class AlreadyThereError(Exception):
    """A file of that name holds something else; it was not touched."""


class StoredObject(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a bucket; ``etag`` changes whenever it does."""

    key: str
    size: int
    modified_at: datetime
    etag: str


class LocalBucket:
    """One bucket in a folder."""

    def __init__(self, root: Path) -> None:
        """Be at ``root``; nothing is made before the first file is put in."""
        self._objects, self._metadata = root / "objects", root / "metadata"

    def put(self, key: str, body: bytes, metadata: Mapping[str, str]) -> None:
        """Write a file once; again with the same content does nothing.

        AlreadyThereError when it is there with another content.
        """
        # The metadata first: whoever finds the object must find its signature too.
        _write_once(self._metadata / _safe(key), msgspec.json.encode(metadata))
        _write_once(self._objects / _safe(key), body)

    def read(self, key: str) -> tuple[StoredObject, bytes] | None:
        """Return the file and its bytes, None where there is none such."""
        path = self._path(key)
        return (_described(key, path), path.read_bytes()) if path else None

    def describe(self, key: str) -> StoredObject | None:
        """Return the file without reading it, None where there is none such."""
        path = self._path(key)
        return _described(key, path) if path else None

    def metadata(self, key: str) -> dict[str, str]:
        """Return the file's user-defined metadata."""
        path = self._metadata / _safe(key)
        if not path.is_file():
            return {}
        return msgspec.json.decode(path.read_bytes(), type=dict[str, str])

    def keys(self, *, prefix: str, after: str) -> Iterator[str]:
        """Yield the keys that begin with ``prefix`` and follow ``after``, in order."""
        yield from _walk(self._objects, "", prefix, after)

    def _path(self, key: str) -> Path | None:
        try:
            path = self._objects / _safe(key)
            return path if path.is_file() else None
        except (ValueError, OSError):
            return None


def bucket_of(account_id: str, bucket_name: str) -> LocalBucket:
    """Return the account's bucket in the folder of this installation."""
    return LocalBucket(Path(settings.DATA_DIR) / "trails" / account_id / bucket_name)


def _safe(key: str) -> str:
    """Return the key as a path below a bucket; ValueError for one that leads out."""
    if len(key.encode()) > _LONGEST_KEY or "\0" in key or "\\" in key:
        raise ValueError("That is no key of a file here.")
    if _NOT_IN_KEYS.intersection(key.split("/")):
        raise ValueError("That is no key of a file here.")
    return key


def _write_once(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path`` wholly or not at all, whoever dies when."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Listings skip files whose name begins with a dot, so half a one is never seen.
    draft = path.with_name(f".{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        if path.read_bytes() != content:
            raise AlreadyThereError(path.name) from None
    finally:
        draft.unlink()
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _walk(folder: Path, above: str, prefix: str, after: str) -> Iterator[str]:
    """Walk in the order of keys: a folder counts with the slash that follows it."""
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        named = sorted(
            entry.name + ("/" if entry.is_dir(follow_symlinks=False) else "")
            for entry in entries
            if entry.is_dir(follow_symlinks=False) or entry.name[0] != "."
        )
    for name in named:
        key = above + name
        is_folder = name.endswith("/")
        if not (key.startswith(prefix) or (is_folder and prefix.startswith(key))):
            continue
        if is_folder:
            # Every key below begins with ``key``: none can follow ``after`` otherwise.
            if key > after or after.startswith(key):
                yield from _walk(folder / name.rstrip("/"), key, prefix, after)
        elif key > after:
            yield key


def _described(key: str, path: Path) -> StoredObject:
    status = path.stat()
    return StoredObject(
        key=key,
        size=status.st_size,
        modified_at=datetime.fromtimestamp(int(status.st_mtime), UTC),
        etag=f"{status.st_mtime_ns:x}-{status.st_size:x}",
    )
