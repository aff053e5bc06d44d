"""Finding the bucket that an account calls by a name."""

from collections.abc import Mapping
from typing import Protocol

from audit.models import StorageConnection, StorageKind
from audit.storage.elsewhere import RemoteBucket
from audit.storage.local import AlreadyThereError, LocalBucket, bucket_of
from audit.storage.refusals import StorageRefusal
from kmsportal.core.errors import NoSuchBucket
from kmsportal.sealing.envelope import SealBrokenError


class Bucket(Protocol):
    """Where files are put."""

    def put(self, key: str, body: bytes, metadata: Mapping[str, str]) -> None: ...


def find_connection(account_id: str, bucket_name: str) -> StorageConnection | None:
    return StorageConnection.objects.filter(
        account_id=account_id, bucket_name=bucket_name
    ).first()


def find_local(
    account_id: str, bucket_name: str
) -> tuple[StorageConnection, LocalBucket]:
    """Return a bucket that the portal itself keeps; NoSuchBucket for any other."""
    found = find_connection(account_id, bucket_name)
    if found is None or found.kind != StorageKind.LOCAL:
        raise NoSuchBucket("The specified bucket does not exist")
    return found, bucket_of(account_id, bucket_name)


def put(
    account_id: str,
    bucket_name: str,
    key: str,
    *,
    body: bytes,
    metadata: Mapping[str, str],
) -> None:
    """Put a file into the account's bucket; StorageRefusal if that cannot be done."""
    try:
        _bucket(account_id, bucket_name).put(key, body, metadata)
    except AlreadyThereError:
        raise StorageRefusal("AlreadyThere") from None
    except OSError:
        raise StorageRefusal("FolderNotWritable") from None
    except SealBrokenError:
        raise StorageRefusal("SealBroken") from None


def _bucket(account_id: str, bucket_name: str) -> Bucket:
    found = find_connection(account_id, bucket_name)
    if found is None:
        raise StorageRefusal("NoConnection")
    if found.kind == StorageKind.LOCAL:
        return bucket_of(account_id, bucket_name)
    return RemoteBucket(found)
