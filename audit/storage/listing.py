"""Pages of a bucket's keys (Amazon S3 API Reference, ListObjects, ListObjectsV2)."""

from collections.abc import Iterator
from typing import NamedTuple

from audit.storage.local import LocalBucket, StoredObject
from kmsportal.core.shapes import Part, Timestamp

MOST_KEYS = 1000


class ListedObject(Part, frozen=True, kw_only=True):
    key: str
    last_modified: Timestamp
    e_tag: str
    size: int
    storage_class: str = "STANDARD"


class CommonPrefix(Part, frozen=True, kw_only=True):
    prefix: str


class Page(NamedTuple):
    """One page; ``last`` is where the next one goes on, None after the last."""

    contents: list[ListedObject]
    common_prefixes: list[CommonPrefix]
    last: str | None


def read_page(
    files: LocalBucket, *, prefix: str, delimiter: str, after: str, limit: int
) -> Page:
    """List keys after ``after``; those that share a part up to ``delimiter`` as one."""
    contents: list[ListedObject] = []
    prefixes: list[CommonPrefix] = []
    last = None
    for name, is_prefix in _entries(files, prefix, delimiter, after):
        if len(contents) + len(prefixes) >= limit:
            return Page(contents, prefixes, last)
        if is_prefix:
            prefixes.append(CommonPrefix(prefix=name))
        elif (found := files.describe(name)) is not None:
            contents.append(_listed(found))
        last = name
    return Page(contents, prefixes, None)


def _entries(
    files: LocalBucket, prefix: str, delimiter: str, after: str
) -> Iterator[tuple[str, bool]]:
    seen = after if delimiter and after.endswith(delimiter) else None
    for key in files.keys(prefix=prefix, after=after):
        shared = _shared(key, prefix, delimiter)
        if shared is None:
            yield key, False
        elif shared != seen:
            seen = shared
            yield shared, True


def _shared(key: str, prefix: str, delimiter: str) -> str | None:
    if not delimiter:
        return None
    head, found, _ = key[len(prefix) :].partition(delimiter)
    return prefix + head + found if found else None


def _listed(found: StoredObject) -> ListedObject:
    return ListedObject(
        key=found.key,
        last_modified=Timestamp(found.modified_at),
        e_tag=f'"{found.etag}"',
        size=found.size,
    )
