"""ListMFADevices: the devices of one user."""

import msgspec

from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.core.shapes import Timestamp
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_user_or_caller
from kmsportal.iam.mfa_devices import MfaDevice
from kmsportal.iam.models import IamUser, VirtualMfaDevice
from kmsportal.iam.names import ExistingUserName
from kmsportal.iam.paging import Marker, MaxItems, page_of_rows


class Params(Shape, frozen=True, kw_only=True):
    user_name: ExistingUserName | None = None
    marker: Marker | None = None
    max_items: MaxItems | None = None


class Result(Answer, frozen=True, kw_only=True):
    mfa_devices: list[MfaDevice] = msgspec.field(name="MFADevices")
    is_truncated: bool
    marker: str | None = None


@entity_operation(find=named_user_or_caller, kind=Kind.READ)
def list_mfa_devices(call: Call, user: IamUser, params: Params) -> Result:
    rows = VirtualMfaDevice.objects.filter(account_id=call.account_id, user=user)
    page = page_of_rows(call, rows, by="id", of=[user.unique_id])
    return Result(
        mfa_devices=[
            MfaDevice(
                user_name=user.name,
                serial_number=device.arn,
                enable_date=Timestamp(device.enabled_at),
            )
            for device in page.items
            if device.enabled_at is not None
        ],
        is_truncated=page.is_truncated,
        marker=page.marker,
    )
