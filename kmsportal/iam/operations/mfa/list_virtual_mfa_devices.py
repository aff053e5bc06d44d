"""ListVirtualMFADevices: the account's virtual devices and who has them."""

from enum import Enum

import msgspec

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Part, Timestamp
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.declaring import account_operation
from kmsportal.iam.models import VirtualMfaDevice
from kmsportal.iam.paging import Marker, MaxItems, page_of_rows
from kmsportal.iam.users import User, listed_user


class AssignmentStatus(Enum):
    """Which devices are listed."""

    ASSIGNED = "Assigned"
    UNASSIGNED = "Unassigned"
    ANY = "Any"


class Params(Shape, frozen=True, kw_only=True):
    assignment_status: AssignmentStatus | None = None
    marker: Marker | None = None
    max_items: MaxItems | None = None


class VirtualDevice(Part, frozen=True, kw_only=True):
    """The API's ``VirtualMFADevice`` structure as lists show it."""

    serial_number: str
    user: User | None = None
    enable_date: Timestamp | None = None


class Result(Answer, frozen=True, kw_only=True):
    virtual_mfa_devices: list[VirtualDevice] = msgspec.field(name="VirtualMFADevices")
    is_truncated: bool
    marker: str | None = None


@account_operation(kind=Kind.READ)
def list_virtual_mfa_devices(call: Call, params: Params) -> Result:
    wanted = params.assignment_status or AssignmentStatus.ANY
    rows = VirtualMfaDevice.objects.filter(account_id=call.account_id)
    if wanted is not AssignmentStatus.ANY:
        rows = rows.filter(user__isnull=wanted is AssignmentStatus.UNASSIGNED)
    page = page_of_rows(call, rows.select_related("user"), by="id", of=[wanted.value])
    return Result(
        virtual_mfa_devices=[_shown(device) for device in page.items],
        is_truncated=page.is_truncated,
        marker=page.marker,
    )


def _shown(device: VirtualMfaDevice) -> VirtualDevice:
    since = device.enabled_at
    return VirtualDevice(
        serial_number=device.arn,
        user=None if device.user is None else listed_user(device.user),
        enable_date=None if since is None else Timestamp(since),
    )
