"""What only an IAM user with long-term credentials may ask of STS.

IAM User Guide, "Compare AWS STS credentials"; IAM User Guide, "Request temporary
security credentials".
"""

from kmsportal.core.call import Call
from kmsportal.core.errors import AccessDeniedException
from kmsportal.core.principal import PrincipalKind
from kmsportal.iam.models import IamUser


def require_user(call: Call) -> IamUser:
    """Return the calling user; AccessDeniedException for sessions and others."""
    principal = call.caller.principal
    is_user = principal.kind is PrincipalKind.USER
    if call.caller.session is not None or not is_user:
        raise AccessDeniedException(
            f"Cannot call {call.operation.name} with session credentials"
        )
    return IamUser.objects.get(
        account_id=call.account_id, unique_id=principal.unique_id
    )
