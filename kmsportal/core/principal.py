"""Who a call is authorised as."""

from collections.abc import Mapping
from enum import Enum

import msgspec


class PrincipalKind(Enum):
    """The value of ``aws:PrincipalType`` for each kind (IAM User Guide)."""

    ROOT = "Account"
    USER = "User"
    ASSUMED_ROLE = "AssumedRole"
    FEDERATED_USER = "FederatedUser"
    SERVICE = "Service"


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """One caller, as policies, events and answers name it.

    ``unique_id`` is the stable id: the account id of a root user, ``AIDA…`` of a
    user, ``AROA…:session`` of a role session. ``role_arn`` and ``role_id``
    (``AROA…``) are set for role sessions, and name the issuing user of a federated
    session; they are None for all others. ``name`` is the user's name, the
    session's name or the service's host name. ``arn`` is empty for a service.
    """

    kind: PrincipalKind
    account_id: str
    arn: str
    unique_id: str
    name: str = ""
    role_arn: str | None = None
    role_id: str | None = None
    tags: Mapping[str, str] = {}
