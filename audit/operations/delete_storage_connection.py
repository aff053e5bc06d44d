"""DeleteStorageConnection: a bucket is forgotten; the files in it stay."""

from audit.models import StorageConnection, Trail, TrailFile
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import ConflictException, ResourceNotFoundException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape


class Params(Shape, frozen=True, kw_only=True):
    bucket_name: str


@account_operation(service="portal", kind=Kind.CHANGE)
def delete_storage_connection(call: Call, params: Params) -> Empty:
    named = {"account_id": call.account_id, "bucket_name": params.bucket_name}
    connections = StorageConnection.objects.select_for_update().filter(**named)
    found = connections.first()
    if found is None:
        raise ResourceNotFoundException(f"No bucket {params.bucket_name} is known.")
    if Trail.objects.filter(**named, deleted_at=None).exists():
        raise ConflictException(f"A trail delivers to {params.bucket_name}.")
    if TrailFile.objects.filter(**named, delivered_at=None).exists():
        raise ConflictException(f"Files are still to come to {params.bucket_name}.")
    found.delete()
    return Empty()
