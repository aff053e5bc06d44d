"""CreateVirtualMFADevice: a device and its seed, which is told this once."""

import base64
from typing import Annotated

import msgspec

from kmsportal.core.call import Call
from kmsportal.core.errors import EntityAlreadyExistsException, ValidationException
from kmsportal.core.ids import new_uuid
from kmsportal.core.shapes import SECRET, Part
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import account_operation, tagging
from kmsportal.iam.entities import entity_arn
from kmsportal.iam.mfa_devices import seal_seed
from kmsportal.iam.models import VirtualMfaDevice
from kmsportal.iam.names import DeviceName, EntityPath
from kmsportal.iam.naming import one_of_that_name
from kmsportal.iam.one_time_codes import new_seed
from kmsportal.iam.tags import Tag, Tags, listed, tagged

_LONGEST_SERIAL = 256


class Params(Shape, frozen=True, kw_only=True):
    path: EntityPath | None = None
    virtual_mfa_device_name: DeviceName = msgspec.field(name="VirtualMFADeviceName")
    tags: Tags | None = None


class NewDevice(Part, frozen=True, kw_only=True):
    """The API's ``VirtualMFADevice`` structure, with the seed and without a picture."""

    serial_number: str
    base32_string_seed: Annotated[bytes, SECRET] = msgspec.field(
        name="Base32StringSeed"
    )
    tags: list[Tag] | None = None


class Result(Answer, frozen=True, kw_only=True):
    virtual_mfa_device: NewDevice = msgspec.field(name="VirtualMFADevice")


def _arn(call: Call) -> str:
    params: Params = call.params  # type: ignore[assignment]  # declared so
    return entity_arn(call, "mfa", params.virtual_mfa_device_name, params.path or "/")


@account_operation(resource=_arn, also=tagging("iam:TagMFADevice"))
def create_virtual_mfa_device(call: Call, params: Params) -> Result:
    _require_short(_arn(call))
    seed = new_seed()
    try:
        with one_of_that_name("MFADevice", params.virtual_mfa_device_name):
            device = _make(call, params, seed)
    except EntityAlreadyExistsException:
        raise EntityAlreadyExistsException(
            "MFADevice entity at the same path and name already exists."
        ) from None
    return Result(
        virtual_mfa_device=NewDevice(
            serial_number=device.arn,
            base32_string_seed=base64.b32encode(seed),
            tags=listed(device.tags) or None,
        )
    )


def _require_short(serial: str) -> None:
    if len(serial) > _LONGEST_SERIAL:
        raise ValidationException(
            "1 validation error detected: Value at 'virtualMFADeviceName' failed to"
            f" satisfy constraint: The serial number {serial} is longer than"
            f" {_LONGEST_SERIAL} characters."
        )


def _make(call: Call, params: Params, seed: bytes) -> VirtualMfaDevice:
    device_id = new_uuid()
    return VirtualMfaDevice.objects.create(
        id=device_id,
        account_id=call.account_id,
        name=params.virtual_mfa_device_name,
        path=params.path or "/",
        sealed_seed=seal_seed(call.account_id, device_id, seed),
        tags=tagged({}, params.tags, quota="TagsPerMFADevice"),
        created_at=call.time,
    )
