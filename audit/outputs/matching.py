"""What each kind of alert rule sees in one record."""

import ipaddress
from collections.abc import Callable, Mapping
from datetime import datetime

from audit.models import AlertKind, AlertRule, SeenAddress
from audit.outputs.reading import ReadRecord

MOST_ADDRESSES = 200
"""How many addresses of one principal a rule remembers."""

_POLICY_SOURCES = ("kms", "iam", "organizations")
_POLICY_WORDS = ("Policy", "PermissionsBoundary", "Grant")
_OUTPUT_WORDS = ("StorageConnection", "Destination", "AlertRule")


def sentence_of(rule: AlertRule, read: ReadRecord, time: datetime) -> str:
    """Return what ``rule`` has to say of the record, empty for nothing."""
    return _MATCHERS[rule.kind](rule, read, time)


def _key_disabled(_rule: AlertRule, read: ReadRecord, _time: datetime) -> str:
    if _is_done(read, "DisableKey", "DisconnectCustomKeyStore"):
        return f"{_things(read)} was disabled by {read.principal}."
    return ""


def _deletion_scheduled(_rule: AlertRule, read: ReadRecord, _time: datetime) -> str:
    if _is_done(read, "ScheduleKeyDeletion"):
        return f"The deletion of {_things(read)} was scheduled by {read.principal}."
    if _is_done(read, "DeleteImportedKeyMaterial"):
        return f"Material of {_things(read)} was deleted by {read.principal}."
    return ""


def _policy_changed(_rule: AlertRule, read: ReadRecord, _time: datetime) -> str:
    is_policy = any(word in read.event_name for word in _POLICY_WORDS)
    if is_policy and _is_change(read) and _service(read) in _POLICY_SOURCES:
        return f"{read.principal} changed rights: {read.event_name} of {_things(read)}."
    return ""


def _trail_changed(_rule: AlertRule, read: ReadRecord, _time: datetime) -> str:
    is_output = any(word in read.event_name for word in _OUTPUT_WORDS)
    if (is_output or _service(read) == "cloudtrail") and _is_change(read):
        return f"{read.principal} changed how audit gets out: {read.event_name}."
    return ""


def _denial_spike(rule: AlertRule, read: ReadRecord, time: datetime) -> str:
    if not read.error_code.startswith("AccessDenied"):
        return ""
    times = sorted([*rule.denials, int(time.timestamp())])[-rule.threshold :]
    rule.denials = times
    if len(times) < rule.threshold or times[-1] - times[0] > rule.window_seconds:
        return ""
    rule.denials = []
    return (
        f"{len(times)} calls were denied within {times[-1] - times[0]} seconds; the"
        f" last was {read.event_name} by {read.principal}."
    )


def _new_address(rule: AlertRule, read: ReadRecord, time: datetime) -> str:
    address, principal = _address(read.source_ip), read.user_identity.arn[:512]
    if not address or not principal or read.error_code:
        return ""
    seen = SeenAddress.objects.filter(rule=rule, principal=principal)
    if seen.filter(address=address).update(seen_at=time):
        return ""
    # The first address of a principal is learnt: there is nothing to compare it with.
    is_first = not seen.exists()
    if not is_first and seen.count() >= MOST_ADDRESSES:
        seen.filter(pk=seen.order_by("seen_at", "pk").values("pk")[:1]).delete()
    SeenAddress.objects.create(
        rule=rule, principal=principal, address=address, seen_at=time
    )
    if is_first:
        return ""
    return f"{principal} called {read.event_name} from {address} for the first time."


def _is_done(read: ReadRecord, *names: str) -> bool:
    return read.event_name in names and not read.error_code


def _is_change(read: ReadRecord) -> bool:
    return not read.read_only and not read.error_code


def _service(read: ReadRecord) -> str:
    return read.event_source.partition(".")[0]


def _things(read: ReadRecord) -> str:
    return ", ".join(one.arn for one in read.resources[:3]) or "the account"


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""


_Matcher = Callable[[AlertRule, ReadRecord, datetime], str]
_MATCHERS: Mapping[str, _Matcher] = {
    AlertKind.KEY_DISABLED: _key_disabled,
    AlertKind.DELETION_SCHEDULED: _deletion_scheduled,
    AlertKind.POLICY_CHANGED: _policy_changed,
    AlertKind.TRAIL_CHANGED: _trail_changed,
    AlertKind.DENIAL_SPIKE: _denial_spike,
    AlertKind.NEW_ADDRESS: _new_address,
}
