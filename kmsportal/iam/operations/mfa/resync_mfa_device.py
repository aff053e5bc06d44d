"""ResyncMFADevice: a device's clock, set anew by two codes in a row."""

from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_user
from kmsportal.iam.mfa_codes import synchronise
from kmsportal.iam.mfa_devices import require_device_of
from kmsportal.iam.models import IamUser
from kmsportal.iam.names import AuthenticationCode, ExistingUserName, SerialNumber


class Params(Shape, frozen=True, kw_only=True):
    user_name: ExistingUserName
    serial_number: SerialNumber
    authentication_code1: AuthenticationCode
    authentication_code2: AuthenticationCode


@entity_operation(find=named_user)
def resync_mfa_device(call: Call, user: IamUser, params: Params) -> Empty:
    device = require_device_of(user, params.serial_number)
    codes = (params.authentication_code1, params.authentication_code2)
    synchronise(device, codes, call.time)
    device.save(update_fields=["last_step", "drift", "failures", "failed_at"])
    return Empty()
