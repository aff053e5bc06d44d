"""The two sides of a decision: the caller's policies and the resource's."""

import msgspec

from kmsportal.iam.engine.grants import GrantLookup
from kmsportal.iam.engine.model import Grant
from kmsportal.iam.engine.policy import CompiledPolicy


class CallerPolicies(msgspec.Struct, frozen=True, kw_only=True):
    """The policies on the caller's side.

    ``session`` is None for a caller without session policies. ``service_control``
    holds one tuple for each level (root, each unit, account), and nothing for
    callers whom service control policies do not bind.
    """

    identity: tuple[CompiledPolicy, ...] = ()
    boundary: CompiledPolicy | None = None
    session: tuple[CompiledPolicy, ...] | None = None
    service_control: tuple[tuple[CompiledPolicy, ...], ...] = ()


class ResourcePolicies(msgspec.Struct, frozen=True, kw_only=True):
    """The policies on the resource's side; ``resource_control`` holds levels.

    A key with many grants hands in a ``GrantLookup``.
    """

    policy: CompiledPolicy | None = None
    grants: tuple[Grant, ...] | GrantLookup = ()
    resource_control: tuple[tuple[CompiledPolicy, ...], ...] = ()
