"""The actions that policies may name, by service: those of the public models, and more.

Some permissions have no call of their name (Service Authorization Reference).
"""

from collections.abc import Iterable, Mapping
from functools import cache

from botocore.loaders import Loader

_SERVICES = ("ce", "cloudtrail", "iam", "kms", "organizations", "ssm", "sts")
_MORE = {
    "kms": {"ReEncryptFrom", "ReEncryptTo", "SynchronizeMultiRegionKey"},
    "iam": {"PassRole"},
    "sts": {"TagSession", "SetSourceIdentity", "SetContext"},
}
# Calls that are authorised under other names than their own.
_NOT_ACTIONS = {"kms": {"ReEncrypt"}}


_declared: dict[str, frozenset[str]] = {}


def known_actions() -> Mapping[str, frozenset[str]]:
    """Return actions such as ``kms:Encrypt``, by the service's prefix."""
    return _modelled() | _declared


def declare_actions(service: str, actions: Iterable[str]) -> None:
    """Make known the actions of a service that no public model has."""
    _declared[service] = frozenset(actions)


@cache
def _modelled() -> dict[str, frozenset[str]]:
    return {service: _actions_of(service) for service in _SERVICES}


def _actions_of(service: str) -> frozenset[str]:
    calls = set(Loader().load_service_model(service, "service-2")["operations"])
    names = (calls | _MORE.get(service, set())) - _NOT_ACTIONS.get(service, set())
    return frozenset(f"{service}:{name}" for name in names)
