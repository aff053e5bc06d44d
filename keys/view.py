"""A key as a worker remembers it: everything a cryptographic call needs, immutable."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from kmsportal.core.arn import key_arn


class Material(msgspec.Struct, frozen=True):
    """One opened material: 32 bytes that no repr shows, and its blob prefix."""

    material_id: str
    secret: bytes
    prefix: bytes

    def __repr__(self) -> str:
        """Name the material and nothing of its content."""
        return f"Material({self.material_id})"


class KeyView(msgspec.Struct, frozen=True, kw_only=True):
    """A snapshot of one key with its compiled policy and opened materials.

    One that is only described has none: what need not be opened stays sealed.
    """

    account_id: str
    region: str
    key_id: str
    arn: str
    state: str
    spec: str
    usage: str
    origin: str
    manager: str
    multi_region: bool
    created_at: datetime
    description: str = ""
    deletion_date: datetime | None = None
    resource_policy: Any
    grants: tuple[Any, ...] = ()
    aliases: tuple[str, ...] = ()
    tags: Mapping[str, str] = {}
    current_material_id: str
    materials: Mapping[str, Material]

    @property
    def current(self) -> Material:
        return self.materials[self.current_material_id]

    def __repr__(self) -> str:
        """Name the key and nothing of its content."""
        return f"KeyView({self.arn})"


class AbsentKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key of another account that may or may not exist.

    It has no policy, so every need on it is refused in the words that a key which
    exists but is closed to the caller gets: a stranger cannot tell the two apart.
    """

    account_id: str
    region: str
    name: str
    resource_policy: None = None
    grants: tuple[Any, ...] = ()

    @property
    def arn(self) -> str:
        if self.name.startswith("alias/"):
            return f"arn:aws:kms:{self.region}:{self.account_id}:{self.name}"
        return key_arn(self.account_id, self.region, self.name)
