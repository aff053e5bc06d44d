"""One call of one operation: who asks what, of which Region, at which moment."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

import msgspec

from kmsportal.core.operation import Operation
from kmsportal.core.principal import Principal
from kmsportal.core.shapes import Params


class Door(Enum):
    """Where calls come in."""

    WIRE = "wire"
    REST = "rest"
    CONSOLE = "console"


class SessionTraits(msgspec.Struct, frozen=True, kw_only=True):
    """What temporary credentials carry beside policies, for conditions and chaining.

    ``mfa_at`` is when their holder showed a code, if she did. ``provider`` is the ARN
    of the identity provider that vouched. ``transitive_tags`` go on to the next role.
    """

    began_at: datetime
    mfa_at: datetime | None = None
    source_identity: str = ""
    provider: str = ""
    transitive_tags: Mapping[str, str] = {}


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """A proven caller and the policies that bound what it may do.

    ``policies`` is an ``iam.engine.CallerPolicies``, compiled. ``identity`` is the
    CloudTrail ``userIdentity`` as encoded JSON, made once per credential.
    ``membership_id`` is set where the caller is a person, and ``api_token_id`` where
    a token of hers stands for her. ``session`` is set for temporary credentials.
    """

    principal: Principal
    policies: Any
    identity: msgspec.Raw
    access_key_id: str = ""
    membership_id: int | None = None
    api_token_id: str = ""
    session: SessionTraits | None = None

    @property
    def account_id(self) -> str:
        return self.principal.account_id


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Where a call came from, as policies and events see it.

    ``host`` is the Host header as the client sent it. ``tls`` is version and cipher
    suite of its connection, each empty when not known. ``via_service`` is the host name
    (``ssm``) of the service that makes the call for the caller; only code of such a
    service sets it, and no door ever does.
    """

    door: Door
    source_ip: str
    user_agent: str
    is_secure: bool = False
    host: str = ""
    tls: tuple[str, str] = ("", "")
    via_service: str = ""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A call has one moment, ``time`` (UTC); nothing below a door reads the clock.

    ``may_wait`` is false on an event loop, where a missing snapshot must not be
    read from the database. ``prepared`` is what the operation's ``prepare`` returned;
    it may be a secret.
    """

    operation: Operation
    caller: Caller
    origin: Origin
    region: str
    time: datetime
    params: Params
    request_id: str
    event_id: str
    may_wait: bool = True
    prepared: Any = None

    @property
    def account_id(self) -> str:
        """The caller's account."""
        return self.caller.principal.account_id

    def __repr__(self) -> str:
        """Name the call and show nothing of what it carries."""
        return f"Call({self.operation.action}, {self.event_id})"
