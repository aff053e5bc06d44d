"""DeleteVirtualMFADevice: a device that nobody has goes, and its seed with it."""

from kmsportal.core.call import Call
from kmsportal.core.errors import DeleteConflictException
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.mfa_devices import named_device
from kmsportal.iam.models import VirtualMfaDevice
from kmsportal.iam.names import SerialNumber


class Params(Shape, frozen=True, kw_only=True):
    serial_number: SerialNumber


@entity_operation(find=named_device)
def delete_virtual_mfa_device(
    call: Call, device: VirtualMfaDevice, params: Params
) -> Empty:
    if device.user_id is not None:
        raise DeleteConflictException(
            "MFA VirtualDevice in use. Must deactivate first."
        )
    device.delete()
    return Empty()
