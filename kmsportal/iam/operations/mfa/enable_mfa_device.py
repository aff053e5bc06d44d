"""EnableMFADevice: a user gets a device, whose clock two codes in a row set."""

from kmsportal.core.call import Call
from kmsportal.core.errors import EntityAlreadyExistsException, LimitExceededException
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape
from kmsportal.iam import quotas
from kmsportal.iam.declaring import entity_operation
from kmsportal.iam.entities import named_user
from kmsportal.iam.mfa_codes import synchronise
from kmsportal.iam.mfa_devices import require_device
from kmsportal.iam.models import IamUser, VirtualMfaDevice
from kmsportal.iam.names import AuthenticationCode, ExistingUserName, SerialNumber


class Params(Shape, frozen=True, kw_only=True):
    user_name: ExistingUserName
    serial_number: SerialNumber
    authentication_code1: AuthenticationCode
    authentication_code2: AuthenticationCode


@entity_operation(find=named_user)
def enable_mfa_device(call: Call, user: IamUser, params: Params) -> Empty:
    device = require_device(user, params.serial_number)
    if device.user_id is not None:
        raise EntityAlreadyExistsException("MFA Device is already in use.")
    _require_room(user)
    codes = (params.authentication_code1, params.authentication_code2)
    synchronise(device, codes, call.time)
    device.user, device.enabled_at = user, call.time
    device.save()
    return Empty()


def _require_room(user: IamUser) -> None:
    held = VirtualMfaDevice.objects.filter(account_id=user.account_id, user=user)
    if held.count() >= quotas.MFA_DEVICES_OF_A_USER:
        raise LimitExceededException(
            f"Cannot exceed quota for MFADevicesPerUser: {quotas.MFA_DEVICES_OF_A_USER}"
        )
