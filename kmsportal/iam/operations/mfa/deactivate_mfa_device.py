"""DeactivateMFADevice: a device is taken from its user, and can be given again."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_user_or_caller
from kmsportal.iam.mfa_devices import require_device_of
from kmsportal.iam.models import IamUser
from kmsportal.iam.names import ExistingUserName, SerialNumber


class Params(Shape, frozen=True, kw_only=True):
    user_name: ExistingUserName | None = None
    serial_number: SerialNumber


@entity_operation(find=named_user_or_caller)
def deactivate_mfa_device(call: Call, user: IamUser, params: Params) -> Empty:
    device = require_device_of(user, params.serial_number)
    device.user = device.enabled_at = device.last_step = None
    device.save(update_fields=["user", "enabled_at", "last_step"])
    return Empty()
