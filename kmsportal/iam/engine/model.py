"""The words of a decision: who asks for what, under which policies, and the answer."""

from collections.abc import Mapping
from enum import Enum, IntEnum
from typing import Protocol

import msgspec

from kmsportal.core.operation import ContextValue
from kmsportal.core.principal import Principal


class PolicyError(ValueError):
    """A document that is no policy; the message suits MalformedPolicyDocument."""


class PolicyLayer(Enum):
    """The kinds of policy; the value is what the AccessDenied sentence calls it."""

    IDENTITY = "identity-based policy"
    RESOURCE = "resource-based policy"
    TRUST = "role trust policy"
    BOUNDARY = "permissions boundary"
    SESSION = "session policy"
    SERVICE_CONTROL = "service control policy"
    RESOURCE_CONTROL = "resource control policy"
    GRANT = "grant"


class PolicySource(msgspec.Struct, frozen=True):
    """Where a policy stands: its layer, its name, and its ARN if it has one."""

    layer: PolicyLayer
    name: str
    arn: str | None = None


class Reach(IntEnum):
    """How closely a ``Principal`` element names the caller.

    ``ACCOUNT`` delegates to the caller's identity policies; ``ROLE`` names the role
    of a session (or the user of a federated session), so that boundary and session
    policies still limit it; ``DIRECT`` names this very caller, or everyone.
    """

    NONE = 0
    ACCOUNT = 1
    ROLE = 2
    DIRECT = 3


class Context(Protocol):
    """Condition values by lower-case name; asked only when a policy needs one."""

    def get(self, name: str, /) -> ContextValue | None: ...


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """What one grant on a key allows to whom.

    ``grantee`` and ``retiring_principal`` are a principal's ARN or unique id, an
    account id, or a service's host name. ``operations`` are bare names
    (``Decrypt``). ``issuing_account`` is the account whose principal created it.
    """

    grant_id: str
    grantee: str
    operations: frozenset[str]
    issuing_account: str
    encryption_context_equals: Mapping[str, str] | None = None
    encryption_context_subset: Mapping[str, str] | None = None
    source_arn: str | None = None
    retiring_principal: str | None = None


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One permission that one principal asks for.

    ``resource`` is an ARN, or ``*`` for the account level. ``is_resource_guarded``
    is true where a resource policy must speak first (keys), false where identity
    policies decide alone. ``new_grant`` is set on ``kms:CreateGrant`` only: what a
    grant may hand on depends on the grant to be made.
    """

    principal: Principal
    action: str
    resource: str
    resource_account: str
    context: Context
    encryption_context: Mapping[str, str] | None = None
    is_resource_guarded: bool = True
    is_cross_account_allowed: bool = False
    new_grant: Grant | None = None


class Outcome(Enum):
    """The three answers; only the first lets the call through."""

    ALLOWED = "allowed"
    EXPLICIT_DENY = "explicitDeny"
    IMPLICIT_DENY = "implicitDeny"


class Verdict(msgspec.Struct, frozen=True):
    """The answer and what decided it.

    For an implicit deny ``layer`` is the one to name in the refusal. ``statement``
    counts from 0. ``is_concealed`` marks the refusal of a foreign caller to whom
    the resource side opens nothing: it must look as though nothing were there.
    """

    outcome: Outcome
    layer: PolicyLayer | None = None
    policy: PolicySource | None = None
    statement: int | None = None
    sid: str | None = None
    grant_id: str | None = None
    is_concealed: bool = False

    @property
    def is_allowed(self) -> bool:
        return self.outcome is Outcome.ALLOWED
