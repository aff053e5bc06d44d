"""Virtual MFA devices and what they show, for tests."""

import base64
from datetime import datetime, timedelta

import msgspec

from kmsportal.iam.one_time_codes import code_at, step_of
from tests.world import NOW, Client


class Device(msgspec.Struct, frozen=True):
    """A device as its holder has it: with the seed."""

    serial: str
    seed: bytes

    def code(self, moment: datetime = NOW, *, ahead: int = 0) -> str:
        """Return the code shown at ``moment``, or that of ``ahead`` steps later."""
        return code_at(self.seed, step_of(moment) + ahead)


def new_device(admin: Client, name: str = "phone", **members: str) -> Device:
    made = admin.iam.create_virtual_mfa_device(VirtualMFADeviceName=name, **members)
    found = made["VirtualMFADevice"]
    return Device(found["SerialNumber"], base64.b32decode(found["Base32StringSeed"]))


def enable(admin: Client, device: Device, user_name: str) -> None:
    """Enable ``device`` with codes that are a minute old, so that newer ones count."""
    before = admin.time - timedelta(minutes=1)
    admin.iam.enable_mfa_device(
        UserName=user_name,
        SerialNumber=device.serial,
        AuthenticationCode1=device.code(before, ahead=-1),
        AuthenticationCode2=device.code(before),
    )


def wrong(code: str) -> str:
    """Return another code."""
    return f"{(int(code) + 1) % 1_000_000:06}"
