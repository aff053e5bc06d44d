"""CreateStorageConnection: a bucket that trails may deliver to becomes known.

Without an endpoint the bucket is a folder of the portal itself; with one it is a bucket
of any S3-compatible store, whose address the operator must allow.
"""

from typing import Annotated

from django.db import IntegrityError, transaction
from msgspec import Meta, field

from audit.models import StorageConnection, StorageKind
from audit.storage.elsewhere import is_reachable_by_rule, seal_secret
from audit.storage.shapes import ConnectionShape, shape_of
from audit.trails.naming import check_bucket_name
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import AlreadyExistsException, ValidationException
from kmsportal.core.operation import Kind
from kmsportal.core.secret import SecretText
from kmsportal.core.shapes import SECRET
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    bucket_name: str
    endpoint_url: Annotated[str, Meta(max_length=512)] | None = field(
        default=None, name="EndpointURL"
    )
    region: Annotated[str, Meta(min_length=1, max_length=32)] | None = None
    access_key_id: Annotated[str, Meta(min_length=1, max_length=128)] | None = None
    secret_access_key: (
        Annotated[str, Meta(min_length=1, max_length=512), SECRET] | None
    ) = None
    ca_certificate: Annotated[str, Meta(max_length=65_536)] | None = field(
        default=None, name="CACertificate"
    )


class Result(Answer, frozen=True, kw_only=True):
    connection: ConnectionShape


def _check(call: Call, _bound: None) -> None:
    params: Params = call.params  # type: ignore[assignment]  # this operation's own
    check_bucket_name(params.bucket_name)
    given = (params.endpoint_url, params.access_key_id, params.secret_access_key)
    if any(given) and not all(given):
        raise ValidationException(
            "EndpointURL, AccessKeyId and SecretAccessKey go together; without all"
            " three the bucket is a folder of the portal."
        )
    if params.ca_certificate and not params.endpoint_url:
        raise ValidationException("CACertificate goes with an EndpointURL.")
    if params.endpoint_url and not is_reachable_by_rule(params.endpoint_url):
        raise ValidationException(
            "The operator does not allow that address. KMSPORTAL_STORAGE_HOSTS lists"
            " the hosts that files may be delivered to."
        )


@account_operation(service="portal", kind=Kind.CHANGE, check=_check)
def create_storage_connection(call: Call, params: Params) -> Result:
    connection = StorageConnection(
        account_id=call.account_id,
        bucket_name=params.bucket_name,
        kind=StorageKind.S3 if params.endpoint_url else StorageKind.LOCAL,
        region=params.region or call.region,
        endpoint_url=params.endpoint_url or "",
        access_key_id=params.access_key_id or "",
        ca_certificate=params.ca_certificate or "",
        created_at=call.time,
    )
    if params.secret_access_key:
        secret = SecretText(params.secret_access_key)
        connection.sealed_secret = seal_secret(connection, secret)
    try:
        with transaction.atomic():
            connection.save()
    except IntegrityError:
        raise AlreadyExistsException(
            f"The bucket {params.bucket_name} is known already."
        ) from None
    return Result(connection=shape_of(connection))
