"""Virtual MFA devices: found by serial number, and as the API has them."""

from typing import Any

from kmsportal.core.call import Call
from kmsportal.core.errors import NoSuchEntityException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Part, Timestamp
from kmsportal.iam.entities import Entity
from kmsportal.iam.models import IamUser, VirtualMfaDevice
from kmsportal.sealing.accounts import seal, unseal


class MfaDevice(Part, frozen=True, kw_only=True):
    """The API's ``MFADevice`` structure."""

    user_name: str
    serial_number: str
    enable_date: Timestamp


def named_device(call: Call) -> Entity:
    """Return the device that ``params.serial_number`` names."""
    params: Any = call.params
    serial: str = params.serial_number
    is_locked = call.operation.kind is Kind.CHANGE
    return Entity(
        arn=serial,
        shown_as=serial,
        absence=_absence(serial),
        row=find_device(call.account_id, serial, is_locked=is_locked),
    )


def find_device(
    account_id: str, serial: str, *, is_locked: bool
) -> VirtualMfaDevice | None:
    """Return the account's device whose ARN is ``serial``."""
    start = f"arn:aws:iam::{account_id}:mfa/"
    if not serial.startswith(start):
        return None
    path, _, name = serial.removeprefix(start).rpartition("/")
    rows = VirtualMfaDevice.objects.filter(
        account_id=account_id, path=f"/{path}/" if path else "/", name=name
    )
    return (rows.select_for_update() if is_locked else rows).first()


def require_device(user: IamUser, serial: str) -> VirtualMfaDevice:
    """Return the device to be enabled for ``user``, locked; NoSuchEntityException."""
    device = find_device(user.account_id, serial, is_locked=True)
    if device is None:
        raise NoSuchEntityException(_absence(serial))
    return device


def require_device_of(user: IamUser, serial: str) -> VirtualMfaDevice:
    """Return a device that is enabled for ``user``, locked; NoSuchEntityException."""
    device = require_device(user, serial)
    if device.user_id != user.unique_id:
        raise NoSuchEntityException("MFA Device invalid for user.")
    return device


def seal_seed(account_id: str, device_id: str, seed: bytes) -> bytes:
    return seal(account_id, *_row(device_id), plaintext=seed)


def open_seed(device: VirtualMfaDevice) -> bytes:
    """Open the device's seed; SealBrokenError if the row was altered."""
    sealed = bytes(device.sealed_seed)
    return unseal(device.account_id, *_row(device.id), sealed=sealed)


def _row(device_id: str) -> tuple[str, str]:
    return ("virtual-mfa-device", device_id)


def _absence(serial: str) -> str:
    return f"VirtualMFADevice with serial number {serial} doesn't exist."
