"""CreateDestination: a place gets the account's records from now on, as they happen."""

from django.db import IntegrityError, transaction
from msgspec import field

from audit.models import Destination, DestinationKind
from audit.outputs.outbox import open_stream
from audit.outputs.sealed import Target
from audit.outputs.settings import (
    MOST_DESTINATIONS,
    new_secret,
    require_certificate,
    require_endpoint,
    require_fit,
    require_management,
    schemes_of,
    set_destination_target,
)
from audit.outputs.shapes import (
    Certificate,
    DestinationShape,
    FormatName,
    KindName,
    Name,
    Secret,
    Url,
    show_destination,
)
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import AlreadyExistsException, LimitExceededException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    name: Name
    kind: KindName
    format: FormatName = "CLOUDTRAIL"
    endpoint_url: Url = field(name="EndpointURL")
    secret: Secret | None = None
    ca_certificate: Certificate | None = field(default=None, name="CACertificate")
    for_organization: bool = False


class Result(Answer, frozen=True, kw_only=True):
    destination: DestinationShape
    secret: Secret | None = None


def _check(call: Call, _bound: None) -> None:
    params: Params = call.params  # type: ignore[assignment]  # this operation's own
    require_endpoint(params.endpoint_url, *schemes_of(params.kind))
    require_fit(params.kind, params.format, has_secret=bool(params.secret))
    require_certificate(params.ca_certificate or "")
    if params.for_organization:
        require_management(call)


@account_operation(service="portal", kind=Kind.CHANGE, check=_check)
def create_destination(call: Call, params: Params) -> Result:
    # The stream's lock also keeps two at once from passing the quota.
    stream = open_stream(call.account_id)
    mine = Destination.objects.filter(account_id=call.account_id)
    if mine.count() >= MOST_DESTINATIONS:
        raise LimitExceededException(f"There are {MOST_DESTINATIONS} destinations.")
    is_webhook = params.kind == DestinationKind.WEBHOOK
    made = new_secret() if is_webhook and not params.secret else ""
    row = Destination(
        account_id=call.account_id,
        name=params.name,
        kind=params.kind,
        format=params.format,
        ca_certificate=params.ca_certificate or "",
        is_of_organization=params.for_organization,
        created_at=call.time,
        due_at=call.time,
        cursor=stream.head,
    )
    set_destination_target(row, Target(params.endpoint_url, params.secret or made))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AlreadyExistsException(
            f"There is a destination {params.name} already."
        ) from None
    return Result(destination=show_destination(row, call.time), secret=made or None)
