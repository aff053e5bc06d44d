"""Codes of MFA devices: each counts once, and wrong ones are few.

IAM User Guide, "Secure API access with MFA". After five wrong codes in a row one may be
tried every five minutes: guessing one of five in a million takes more than a year.
"""

from datetime import datetime, timedelta

from django.db import transaction

from kmsportal.core.call import Call
from kmsportal.core.errors import (
    AccessDeniedException,
    InvalidAuthenticationCodeException,
)
from kmsportal.core.principal import PrincipalKind
from kmsportal.iam.mfa_devices import find_device, open_seed
from kmsportal.iam.models import VirtualMfaDevice
from kmsportal.iam.one_time_codes import step_of, step_of_code, step_of_codes

MOST_FAILURES = 5
WAIT = timedelta(minutes=5)
_REACH = 2
# An hour: who enables or resynchronises shows two codes.
_LONG_REACH = 120
_FAILED = "MultiFactorAuthentication failed"


def prove_device(call: Call, serial: str | None, code: str | None) -> datetime | None:
    """Return when the calling user showed a code of her device; None without one.

    AccessDeniedException for another's device, and for a code that is wrong, was used
    before or comes after too many wrong ones.
    """
    if serial is None and code is None:
        return None
    if serial is None or code is None:
        raise AccessDeniedException(
            f"{_FAILED}, must provide both MFA serial number and one time pass code."
        )
    # What a wrong code leaves behind must be there when it has been refused.
    with transaction.atomic():
        device = _device_of_caller(call, serial)
        is_right = device is not None and _take(device, code, call.time)
    if device is None:
        raise AccessDeniedException(
            f"{_FAILED}, unable to validate MFA code.  Please verify your MFA serial"
            " number is valid and associated with this user."
        )
    if not is_right:
        raise AccessDeniedException(f"{_FAILED} with invalid MFA one time pass code. ")
    return call.time


def synchronise(
    device: VirtualMfaDevice, codes: tuple[str, str], time: datetime
) -> None:
    """Set the device's clock by two codes in a row, which then are used.

    InvalidAuthenticationCodeException when they are not; the caller saves the row.
    """
    now = step_of(time)
    last = step_of_codes(open_seed(device), codes, around=now, reach=_LONG_REACH)
    if last is None or (device.last_step is not None and last <= device.last_step):
        raise InvalidAuthenticationCodeException(
            "Authentication code for device is not valid."
        )
    # Within reach it is the hand that was slow, not the clock.
    device.drift = last - now if abs(last - now) > _REACH else 0
    device.last_step = last
    device.failures, device.failed_at = 0, None


def _device_of_caller(call: Call, serial: str) -> VirtualMfaDevice | None:
    principal = call.caller.principal
    device = find_device(call.account_id, serial, is_locked=True)
    is_hers = (
        principal.kind is PrincipalKind.USER
        and device is not None
        and device.user_id == principal.unique_id
    )
    return device if is_hers else None


def _take(device: VirtualMfaDevice, code: str, time: datetime) -> bool:
    """Use a code up, or count the failure."""
    if _must_wait(device, time):
        return False
    now = step_of(time) + device.drift
    newest = device.last_step or 0
    steps = range(max(now - _REACH, newest + 1), now + _REACH + 1)
    step = step_of_code(open_seed(device), code, steps)
    if step is None:
        device.failures += 1
        device.failed_at = time
    else:
        device.last_step, device.failures, device.failed_at = step, 0, None
    device.save(update_fields=["last_step", "failures", "failed_at"])
    return step is not None


def _must_wait(device: VirtualMfaDevice, time: datetime) -> bool:
    if device.failed_at is None or device.failures < MOST_FAILURES:
        return False
    return time < device.failed_at + WAIT
