"""Address and secret of an output, sealed together to its row.

Many webhooks are known by their address alone, so it is kept and shown like a secret.
"""

import uuid

import msgspec

from audit.outputs.refusals import OutputError
from kmsportal.sealing.accounts import seal, unseal
from kmsportal.sealing.envelope import SealBrokenError

DESTINATION, ALERT_RULE = "destination", "alert-rule"


class Target(msgspec.Struct, frozen=True):
    """Where to, and what proves that it is us; ``secret`` is empty for none."""

    url: str
    secret: str = ""

    def __repr__(self) -> str:
        """Show nothing: both may be secret."""
        return "Target(…)"


def seal_target(
    account_id: str, table: str, row_id: uuid.UUID, target: Target
) -> bytes:
    plaintext = msgspec.json.encode(target)
    return seal(account_id, table, str(row_id), plaintext=plaintext)


def open_target(
    account_id: str, table: str, row_id: uuid.UUID, sealed: bytes
) -> Target:
    """Open what ``seal_target`` sealed; OutputError where that cannot be done."""
    try:
        plaintext = unseal(account_id, table, str(row_id), sealed=bytes(sealed))
    except SealBrokenError:
        raise OutputError("Its address and secret cannot be opened.") from None
    return msgspec.json.decode(plaintext, type=Target)
