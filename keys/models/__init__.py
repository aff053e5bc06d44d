"""The tables of keys, one subject a module."""

from keys.models.alias import Alias
from keys.models.grant import KeyGrant, StoredGrants
from keys.models.key import Key, KeyManager, KeyState
from keys.models.last_use import KeyLastUse
from keys.models.material import KeyMaterial, RotationType
from keys.models.tag import KeyTag

__all__ = [
    "Alias",
    "Key",
    "KeyGrant",
    "KeyLastUse",
    "KeyManager",
    "KeyMaterial",
    "KeyState",
    "KeyTag",
    "RotationType",
    "StoredGrants",
]
