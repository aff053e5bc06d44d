"""What one operation declares; the gateway runs every operation by these alone."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Protocol

import msgspec

from kmsportal.core.record import Trace
from kmsportal.core.shapes import Params, Result

ContextValue = str | tuple[str, ...] | bool | int | float | bytes
Facts = Callable[[], Mapping[str, ContextValue]]


class Kind(Enum):
    """How an operation is run and when its event becomes durable."""

    CRYPTOGRAPHIC = "cryptographic"
    """A pure function of call and snapshot; its event goes with the next flush."""
    SNAPSHOT = "snapshot"
    """Reads what the process remembers and no secret; its event goes likewise."""
    READ = "read"
    """Reads tables, changes none; its event goes with the next flush."""
    CHANGE = "change"
    """One transaction holds the effect and its event."""


GLOBAL_REGION = "us-east-1"
"""Where AWS runs IAM: the Region of its events and of its conditions."""


class WouldBlockError(Exception):
    """The call would hold up an event loop; nothing has been done yet.

    It is to be run again where it may wait.
    """


_FROM_MEMORY = frozenset({Kind.CRYPTOGRAPHIC, Kind.SNAPSHOT})


class Guard(Protocol):
    """A resource that carries a policy and grants of its own, such as a key."""

    @property
    def resource_policy(self) -> Any: ...  # noqa: ANN401 - iam.engine.CompiledPolicy

    @property
    def grants(self) -> Any: ...  # noqa: ANN401 - iam.engine.GrantLookup

    @property
    def resource_control(self) -> Any: ...  # noqa: ANN401 - levels of CompiledPolicy


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """One permission that a call requires; all of a call's needs must be met.

    ``resource`` is an ARN or ``*``. ``facts`` gives the condition values that only
    this operation knows, by lower-case name (``kms:encryptionalgorithm``); it is
    called only when some policy asks. ``encryption_context`` is what grants'
    constraints are held against. ``named_as`` is the ARN that the caller wrote, where
    that is another name of the resource: a stranger is told no more than that.
    ``region`` is set where the need is in another Region than the call was made to.
    ``shown_as`` replaces ``resource`` in the sentence of a refusal, as in IAM's
    ``user alice``.
    ``new_grant`` is the ``iam.engine.Grant`` that ``kms:CreateGrant`` is to make.
    """

    action: str
    resource: str
    account_id: str
    guard: Any = None
    facts: Facts | None = None
    encryption_context: Mapping[str, str] | None = None
    named_as: str | None = None
    is_cross_account: bool = False
    region: str | None = None
    new_grant: Any = None
    shown_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation of one service, as the registry knows it.

    ``bind`` finds the rows or snapshots that the call names and raises what AWS
    raises where they are absent. ``needs`` lists the permissions, ``check`` refuses
    unfit states and uses, ``run`` has the effect, ``trace`` says what the event
    shows. ``ends_rights`` marks an operation after which some caller may do less:
    it answers only when no process can still act on the old state. ``prepare`` does
    slow work of a change, such as making an RSA key: it comes after ``check`` and
    before the transaction, and ``run`` finds what it returned in ``call.prepared``.
    ``introduce`` marks an operation that is called without a signature: from the
    parameters and the moment it proves and returns the ``core.call.Caller``, and
    raises for whoever cannot be proven. It reads the database and may go out.
    """

    service: str
    name: str
    kind: Kind
    params: type[Params]
    result: type[Result]
    bind: Callable[[Any], Any]
    needs: Callable[[Any, Any], Sequence[Need]]
    check: Callable[[Any, Any], None]
    run: Callable[[Any, Any], Result]
    trace: Callable[[Any, Any, Result | None], Trace]
    ends_rights: bool = False
    prepare: Callable[[Any, Any], Any] | None = None
    changed_accounts: Callable[[Any, Any], Sequence[str]] | None = None
    introduce: Callable[[Any, datetime], Any] | None = None

    @property
    def action(self) -> str:
        """The name policies use, such as ``kms:CreateKey``."""
        return f"{self.service}:{self.name}"

    @property
    def is_from_memory(self) -> bool:
        """Whether a call reads no table while the snapshots it needs are current."""
        return self.kind in _FROM_MEMORY

    @property
    def is_global(self) -> bool:
        """Whether a call is the same in every Region, and so of none but one."""
        return self.service == "iam"

    @property
    def is_read_only(self) -> bool:
        return self.kind is not Kind.CHANGE


# IAM writes ID where all else has Id.
_CAPITAL_ID = re.compile("Id(?=(?:To|From)?Open|Connect)")


def pascal(snake: str) -> str:
    """Spell ``create_key`` as ``CreateKey``."""
    words = "".join(part.capitalize() for part in snake.split("_"))
    return _CAPITAL_ID.sub("ID", words)
