"""The condition values of one call, computed only when a policy asks for them.

AWS IAM User Guide, "AWS global condition context keys". Names are lower case.
"""

from collections.abc import Callable, Mapping

from kmsportal.core.call import Call
from kmsportal.core.operation import ContextValue, Need
from kmsportal.core.principal import PrincipalKind
from kmsportal.iam.organizations.standing import standing_of

_Reader = Callable[[Call, Need], ContextValue | None]


def _principal_arn(call: Call, need: Need) -> ContextValue | None:
    """Name the role of a session: it counts as that here, not as itself."""
    principal = call.caller.principal
    return principal.role_arn or principal.arn or None


def _user_name(call: Call, need: Need) -> ContextValue | None:
    principal = call.caller.principal
    return principal.name if principal.kind is PrincipalKind.USER else None


def _began(call: Call, need: Need) -> ContextValue | None:
    session = call.caller.session
    return session.began_at.isoformat() if session else None


def _has_mfa(call: Call, need: Need) -> ContextValue | None:
    """Long-term credentials have no such value (IAM User Guide)."""
    session = call.caller.session
    return session.mfa_at is not None if session else None


def _mfa_age(call: Call, need: Need) -> ContextValue | None:
    session = call.caller.session
    if session is None or session.mfa_at is None:
        return None
    return int((call.time - session.mfa_at).total_seconds())


def _source_identity(call: Call, need: Need) -> ContextValue | None:
    session = call.caller.session
    return (session.source_identity or None) if session else None


def _provider(call: Call, need: Need) -> ContextValue | None:
    session = call.caller.session
    return (session.provider or None) if session else None


def _via_service(call: Call, need: Need) -> ContextValue | None:
    via = call.origin.via_service
    return f"{via}.{call.region}.amazonaws.com" if via else None


def _called_via(call: Call, need: Need) -> ContextValue | None:
    via = call.origin.via_service
    return f"{via}.amazonaws.com" if via else None


def _organization(call: Call, account_id: str) -> ContextValue | None:
    return standing_of(account_id, may_wait=call.may_wait).organization_id or None


def _organization_paths(call: Call, account_id: str) -> ContextValue | None:
    path = standing_of(account_id, may_wait=call.may_wait).path
    return (path,) if path else None


_GLOBAL: Mapping[str, _Reader] = {
    "aws:principalarn": _principal_arn,
    "aws:principalaccount": lambda call, need: call.account_id,
    "aws:principalorgid": lambda call, need: _organization(call, call.account_id),
    "aws:principalorgpaths": lambda call, need: _organization_paths(
        call, call.account_id
    ),
    "aws:principaltype": lambda call, need: call.caller.principal.kind.value,
    "aws:userid": lambda call, need: call.caller.principal.unique_id,
    "aws:username": _user_name,
    "aws:tokenissuetime": _began,
    "aws:multifactorauthpresent": _has_mfa,
    "aws:multifactorauthage": _mfa_age,
    "aws:sourceidentity": _source_identity,
    "aws:federatedprovider": _provider,
    "aws:principalisawsservice": lambda call, need: (
        call.caller.principal.kind is PrincipalKind.SERVICE
    ),
    "aws:viaawsservice": lambda call, need: bool(call.origin.via_service),
    "aws:calledvia": _called_via,
    "aws:calledviafirst": _called_via,
    "aws:calledvialast": _called_via,
    "aws:sourceip": lambda call, need: call.origin.source_ip,
    "aws:securetransport": lambda call, need: call.origin.is_secure,
    "aws:useragent": lambda call, need: call.origin.user_agent,
    "aws:currenttime": lambda call, need: call.time.isoformat(),
    "aws:epochtime": lambda call, need: int(call.time.timestamp()),
    "aws:requestedregion": lambda call, need: need.region or call.region,
    "aws:resourceaccount": lambda call, need: need.account_id,
    "aws:resourceorgid": lambda call, need: _organization(call, need.account_id),
    "aws:resourceorgpaths": lambda call, need: _organization_paths(
        call, need.account_id
    ),
    "kms:calleraccount": lambda call, need: call.account_id,
    "kms:viaservice": _via_service,
}
_SOURCE: Mapping[str, Callable[[Call, str], ContextValue | None]] = {
    "aws:sourceorgid": _organization,
    "aws:sourceorgpaths": _organization_paths,
}
_PRINCIPAL_TAG = "aws:principaltag/"


class CallContext:
    """What ``iam.engine`` asks for condition values; nothing is computed before."""

    __slots__ = ("_call", "_facts", "_need")

    def __init__(self, call: Call, need: Need) -> None:
        """Speak for ``call`` as far as ``need`` goes."""
        self._call = call
        self._need = need
        self._facts: Mapping[str, ContextValue] | None = None

    def get(self, name: str) -> ContextValue | None:
        """Return the value of the lower-case ``name``; None when it is absent."""
        reader = _GLOBAL.get(name)
        if reader is not None:
            return reader(self._call, self._need)
        if name.startswith(_PRINCIPAL_TAG):
            return self._principal_tag(name.removeprefix(_PRINCIPAL_TAG))
        if name in _SOURCE:
            return self._source(name)
        return self._fact(name)

    def _fact(self, name: str) -> ContextValue | None:
        if self._need.facts is None:
            return None
        if self._facts is None:
            self._facts = self._need.facts()
        return self._facts.get(name)

    def _source(self, name: str) -> ContextValue | None:
        """Return the organisation of the account that a service calls for."""
        account_id = self._fact("aws:sourceaccount")
        if not isinstance(account_id, str):
            return None
        return _SOURCE[name](self._call, account_id)

    def _principal_tag(self, name: str) -> str | None:
        tags = self._call.caller.principal.tags
        return next((tags[key] for key in tags if key.lower() == name), None)
