"""What one call leaves behind: the parts of its audit event, and the ledger's form.

The ledger keeps the exact bytes of a ``LedgerEvent``. Audit search, metering and last
use are projections of those bytes and of nothing else, so everything a projection
needs is in here.
"""

from collections.abc import Mapping
from typing import Any

import msgspec


class KeyUse(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A key that a call used or named, with what metering must know of it."""

    arn: str
    account_id: str
    spec: str = "SYMMETRIC_DEFAULT"
    manager: str = "CUSTOMER"


class KeyTransition(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A key has entered ``state``; ``Deleted`` is the last one.

    ``since`` is set (epoch microseconds) where AWS bills as though the state had
    held from an earlier moment: a cancelled deletion counts as never scheduled.
    """

    arn: str
    account_id: str
    state: str
    manager: str = "CUSTOMER"
    since: int | None = None


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """What the service did to a key by itself; ``details`` go into its own event."""

    event_name: str
    region: str
    key: KeyUse
    details: Mapping[str, Any] | None = None
    transitions: tuple[KeyTransition, ...] = ()


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """What an operation tells the audit and the meter about one call of it.

    ``request``, ``response`` and ``additional`` become the CloudTrail members
    ``requestParameters``, ``responseElements`` and ``additionalEventData``; they
    hold JSON-ready values and never a secret. ``extra_resources`` are ARNs beyond
    the keys themselves (an alias), with their account. ``deeds`` are events of their
    own, of what the service did elsewhere for this call.
    """

    keys: tuple[KeyUse, ...] = ()
    extra_resources: tuple[tuple[str, str], ...] = ()
    request: Mapping[str, Any] | None = None
    response: Mapping[str, Any] | None = None
    additional: Mapping[str, Any] | None = None
    transitions: tuple[KeyTransition, ...] = ()
    deeds: tuple[Deed, ...] = ()


NO_TRACE = Trace()


class OwnerCopy(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The copy of the event that goes to a key owner other than the caller."""

    account_id: str
    event_id: str


class LedgerEvent(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """One call in the ledger: its CloudTrail record and what projections need.

    ``time`` is epoch microseconds; ``record`` is the caller's copy, complete;
    ``account_id`` is the caller's account, which pays. ``operation`` is
    ``kms:Encrypt`` or, for service events, ``kms:RotateKey``. An ``is_unproven`` call
    is one that only claimed to be of the account: it pays for nothing.
    """

    version: int = msgspec.field(name="v", default=1)
    time: int
    account_id: str
    region: str
    operation: str
    principal: str
    record: msgspec.Raw
    error: str | None = None
    keys: tuple[KeyUse, ...] = ()
    owners: tuple[OwnerCopy, ...] = ()
    is_unproven: bool = False
    transitions: tuple[KeyTransition, ...] = ()
