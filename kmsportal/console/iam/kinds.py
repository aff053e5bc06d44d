"""Users, groups and roles: what their pages share, and where they differ."""

from typing import NamedTuple


class IdentityKind(NamedTuple):
    """One kind of identity; ``noun`` and ``plural`` are as IAM's members have them."""

    noun: str
    plural: str
    purpose: str
    icon: str

    @property
    def title(self) -> str:
        return self.noun.capitalize()

    @property
    def is_user(self) -> bool:
        return self.noun == "user"

    @property
    def is_group(self) -> bool:
        return self.noun == "group"

    @property
    def is_role(self) -> bool:
        return self.noun == "role"

    def operation(self, pattern: str) -> str:
        """Name an operation: ``Delete{}`` gives ``iam:DeleteUser``."""
        return "iam:" + pattern.format(self.title)

    def named(self, name: str) -> dict[str, str]:
        """Return the parameter that names one of them."""
        return {f"{self.noun}_name": name}

    def name_of(self, item: object) -> str:
        name: str = getattr(item, f"{self.noun}_name")
        return name

    def id_of(self, item: object) -> str:
        unique_id: str = getattr(item, f"{self.noun}_id")
        return unique_id


USER = IdentityKind(
    "user", "users", "Programs that sign with access keys of their own", "user-round"
)
GROUP = IdentityKind(
    "group", "groups", "Users who share the policies of the group", "users-round"
)
ROLE = IdentityKind(
    "role", "roles", "What people and programs act as for a while", "user-round-cog"
)
KINDS = (USER, GROUP, ROLE)
_BY_PLURAL = {kind.plural: kind for kind in KINDS}


class IdentityConverter:
    """Spells a kind in addresses by its plural."""

    regex = "users|groups|roles"

    def to_python(self, value: str) -> IdentityKind:
        return _BY_PLURAL[value]

    def to_url(self, value: IdentityKind | str) -> str:
        return value.plural if isinstance(value, IdentityKind) else value


class HolderConverter(IdentityConverter):
    """Takes only what can have tags and a boundary."""

    regex = "users|roles"


class NamedConverter(IdentityConverter):
    """Takes only what can be given another name."""

    regex = "users|groups"
