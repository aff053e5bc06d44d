"""A key as a worker remembers it: everything a cryptographic call needs, immutable."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from keys.crypto.pairs import PrivateKey
from kmsportal.core.arn import key_arn
from kmsportal.iam.engine import GrantIndex
from kmsportal.iam.organizations.standing import Levels


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """One opened material, whose ``secret`` no repr shows.

    That is raw bytes of symmetric and HMAC keys and PKCS#8 of key pairs, which have it
    parsed in ``private``. Symmetric material has the ``prefix`` of its blobs.
    """

    material_id: str
    secret: bytes
    prefix: bytes = b""
    private: PrivateKey | None = None

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
    primary_region: str = ""
    replica_regions: tuple[str, ...] = ()
    created_at: datetime
    description: str = ""
    deletion_date: datetime | None = None
    pending_window_in_days: int | None = None
    expiration_model: str | None = None
    valid_to: datetime | None = None
    resource_policy: Any
    grants: GrantIndex
    resource_control: Levels = ()
    aliases: tuple[str, ...] = ()
    tags: Mapping[str, str] = {}
    current_material_id: str
    materials: Mapping[str, Material]

    @property
    def is_replica(self) -> bool:
        return self.multi_region and self.primary_region != self.region

    def arn_in(self, region: str) -> str:
        """Return the ARN of this key, or of its multi-Region relative, in a Region."""
        return key_arn(self.account_id, region, self.key_id)

    @property
    def current(self) -> Material:
        return self.materials[self.current_material_id]

    @property
    def private(self) -> PrivateKey:
        """The key pair, of an asymmetric key."""
        private = self.current.private
        if private is None:
            raise TypeError(self.arn)
        return private

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
    resource_control: Levels = ()

    @property
    def arn(self) -> str:
        if self.name.startswith("alias/"):
            return f"arn:aws:kms:{self.region}:{self.account_id}:{self.name}"
        return key_arn(self.account_id, self.region, self.name)
