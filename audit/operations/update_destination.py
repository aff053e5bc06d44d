"""UpdateDestination: another address, secret, format or pause; the cursor stays."""

from msgspec import field

from audit.models import Destination
from audit.outputs.refusals import OutputError
from audit.outputs.sealed import Target
from audit.outputs.settings import (
    destination_target,
    require_certificate,
    require_endpoint,
    require_fit,
    schemes_of,
    set_destination_target,
)
from audit.outputs.shapes import (
    Certificate,
    DestinationShape,
    FormatName,
    Name,
    Secret,
    Url,
    find_destination,
    show_destination,
)
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import ConflictException, ValidationException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    name: Name
    format: FormatName | None = None
    endpoint_url: Url | None = field(default=None, name="EndpointURL")
    secret: Secret | None = None
    ca_certificate: Certificate | None = field(default=None, name="CACertificate")
    enabled: bool | None = None


class Result(Answer, frozen=True, kw_only=True):
    destination: DestinationShape


@account_operation(service="portal", kind=Kind.CHANGE)
def update_destination(call: Call, params: Params) -> Result:
    row = find_destination(call.account_id, params.name)
    _retarget(row, params)
    if params.format is not None:
        row.format = params.format
    if params.ca_certificate is not None:
        require_certificate(params.ca_certificate)
        row.ca_certificate = params.ca_certificate
    if params.enabled is not None:
        row.is_enabled = params.enabled
    require_fit(row.kind, row.format, has_secret=row.has_secret)
    # What was wrong may be mended: it is tried at once.
    row.due_at = call.time
    row.save(
        update_fields=[
            "format",
            "endpoint_host",
            "sealed",
            "has_secret",
            "ca_certificate",
            "is_enabled",
            "due_at",
        ]
    )
    return Result(destination=show_destination(row, call.time))


def _retarget(row: Destination, params: Params) -> None:
    """Take another address or secret; the old secret never goes to a new address."""
    if params.endpoint_url is None and params.secret is None:
        return
    if params.endpoint_url is not None:
        require_endpoint(params.endpoint_url, *schemes_of(row.kind))
        if row.has_secret and params.secret is None:
            raise ValidationException("A new EndpointURL needs its Secret with it.")
        set_destination_target(row, Target(params.endpoint_url, params.secret or ""))
        return
    try:
        url = destination_target(row).url
    except OutputError as error:
        raise ConflictException(f"{error} Give EndpointURL and Secret anew.") from None
    set_destination_target(row, Target(url, params.secret or ""))
