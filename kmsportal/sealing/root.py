"""The root key of this process, proven against the database before its first use."""

import threading
from datetime import datetime

from kmsportal.sealing.envelope import SealBrokenError, unwrap, wrap
from kmsportal.sealing.models import AccountKey, RootKeyCheck
from kmsportal.sealing.providers import RootKeyError, configured_provider

_CHECK_ROW = ("root-key-check",)
_CHECK_TEXT = b"This is the root key of this installation."


class _Held:
    """The opened root key; its repr says nothing."""

    __slots__ = ("key",)

    def __init__(self) -> None:
        self.key: bytes | None = None


_held = _Held()
_lock = threading.Lock()


def open_installation(*, time: datetime) -> None:
    """Prove the root key, or make one for an installation that has none yet.

    RootKeyError, with nothing touched, when the database was made with another key.
    """
    if RootKeyCheck.objects.exists():
        root_key()
        return
    if AccountKey.objects.exists():
        raise RootKeyError(
            "The database holds account keys but no root key check; it is not whole."
            " Restore it from a backup; nothing was changed."
        )
    key = configured_provider().load_or_make()
    sealed = wrap(key, *_CHECK_ROW, plaintext=_CHECK_TEXT)
    RootKeyCheck.objects.create(sealed=sealed, created_at=time)


def root_key() -> bytes:
    """Return the root key (32 bytes), proven once; RootKeyError when it is wrong."""
    with _lock:
        if _held.key is None:
            _held.key = _proven()
        return _held.key


def forget_root_key() -> None:
    """Drop the opened root key, as a restart would."""
    with _lock:
        _held.key = None


def _proven() -> bytes:
    check = RootKeyCheck.objects.first()
    if check is None:
        raise RootKeyError(
            "This installation has no root key yet: run `manage.py up` first."
        )
    key = configured_provider().load()
    try:
        unwrap(key, *_CHECK_ROW, sealed=bytes(check.sealed))
    except SealBrokenError:
        raise RootKeyError(
            "The root key is not the one that this database was made with. Put the"
            " right root key back; nothing was changed."
        ) from None
    return key
