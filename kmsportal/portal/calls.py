"""Making the Call of a request that Django has read."""

from datetime import datetime

from django.conf import settings

from kmsportal.core.call import Call, Caller, Origin
from kmsportal.core.errors import ValidationException
from kmsportal.core.ids import new_event_id, new_uuid
from kmsportal.core.operation import GLOBAL_REGION, Operation
from kmsportal.core.shapes import Params


def new_call(  # noqa: PLR0913 - each is a member of the call
    operation: Operation,
    params: Params,
    *,
    caller: Caller,
    origin: Origin,
    region: str,
    time: datetime,
    request_id: str | None = None,
) -> Call:
    """Return the call; ``request_id`` is made up unless the door has told one.

    An operation that is called unsigned proves its caller from the parameters, be the
    door's who it may.
    """
    if operation.introduce is not None and isinstance(params, operation.params):
        caller = operation.introduce(params, time)
    return Call(
        operation=operation,
        caller=caller,
        origin=origin,
        region=GLOBAL_REGION if operation.is_global else region,
        time=time,
        params=params,
        request_id=request_id or new_uuid(),
        event_id=new_event_id(time),
    )


def require_region(region: str) -> str:
    """Return ``region``; ValidationException when this installation has none such."""
    if region not in settings.KMSPORTAL_REGIONS:
        known = ", ".join(settings.KMSPORTAL_REGIONS)
        raise ValidationException(f"There is no such Region here. There is: {known}.")
    return region
