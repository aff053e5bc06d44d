"""An Amazon Resource Name, parsed once at the door."""

from typing import Self

import msgspec

_PARTS = 6


class Arn(msgspec.Struct, frozen=True):
    """The six parts of ``arn:partition:service:region:account:resource``."""

    partition: str
    service: str
    region: str
    account_id: str
    resource: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Split ``text``; ValueError when it is not an ARN."""
        parts = text.split(":", _PARTS - 1)
        if len(parts) != _PARTS or parts[0] != "arn" or not parts[5]:
            raise ValueError(text)
        return cls(*parts[1:])

    def __str__(self) -> str:
        """Spell the ARN as AWS does."""
        return (
            f"arn:{self.partition}:{self.service}:{self.region}"
            f":{self.account_id}:{self.resource}"
        )


def key_arn(account_id: str, region: str, key_id: str) -> str:
    return f"arn:aws:kms:{region}:{account_id}:key/{key_id}"


def alias_arn(account_id: str, region: str, alias_name: str) -> str:
    """Spell the ARN of an alias; ``alias_name`` begins with ``alias/``."""
    return f"arn:aws:kms:{region}:{account_id}:{alias_name}"


def root_arn(account_id: str) -> str:
    return f"arn:aws:iam::{account_id}:root"
