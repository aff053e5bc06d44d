"""Calls that are supposed: what the engine would be asked if somebody made them."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from kmsportal.core.call import Call, Caller, Origin
from kmsportal.core.identity import UNKNOWN_IDENTITY
from kmsportal.core.operation import ContextValue, Need
from kmsportal.iam.authorization import request_of
from kmsportal.iam.context import CallContext
from kmsportal.iam.engine import Context, Request
from kmsportal.iam.subjects import Subject

Entries = Mapping[str, ContextValue]


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """What is supposed of the call beside its caller and its permission.

    ``via_service`` is a service's name (``ssm``) or host name. ``entries`` are further
    condition values by lower-case name; they come before what is known otherwise.
    """

    time: datetime
    source_ip: str = ""
    via_service: str = ""
    user_agent: str = ""
    is_secure: bool = True
    encryption_context: Mapping[str, str] | None = None
    entries: Entries = {}


class SupposedContext:
    """The condition values of a supposed call; what is not supposed is absent.

    ``missing`` gathers the names that policies asked for and that are absent.
    """

    __slots__ = ("_entries", "_known", "missing")

    def __init__(self, known: Context, entries: Entries) -> None:
        """Let ``entries`` come before what is ``known``."""
        self._known, self._entries = known, entries
        self.missing: set[str] = set()

    def get(self, name: str) -> ContextValue | None:
        """Return the value of the lower-case ``name``; None when it is absent."""
        if name in self._entries:
            return self._entries[name]
        found = self._known.get(name)
        if found is None or found == "":
            self.missing.add(name)
            return None
        return found


def suppose(
    call: Call, subject: Subject, need: Need, circumstances: Circumstances
) -> Request:
    """Return what the engine is asked when ``subject`` asks for ``need``.

    ``call`` is the one that asks about it, in whose Region all is supposed.
    """
    origin = Origin(
        door=call.origin.door,
        source_ip=circumstances.source_ip,
        user_agent=circumstances.user_agent,
        is_secure=circumstances.is_secure,
        via_service=circumstances.via_service.partition(".")[0],
    )
    supposed = msgspec.structs.replace(
        call,
        caller=Caller(
            principal=subject.principal,
            policies=subject.policies,
            identity=UNKNOWN_IDENTITY,
        ),
        origin=origin,
        time=circumstances.time,
    )
    context = SupposedContext(CallContext(supposed, need), circumstances.entries)
    return msgspec.structs.replace(request_of(supposed, need), context=context)
