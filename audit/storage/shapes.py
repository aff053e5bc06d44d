"""A storage connection as the portal's own operations show it."""

from msgspec import field

from audit.models import StorageConnection
from kmsportal.core.shapes import Part, Timestamp


class ConnectionShape(Part, frozen=True, kw_only=True):
    """Everything of a connection but its secret."""

    bucket_name: str
    kind: str
    region: str
    endpoint_url: str = field(default="", name="EndpointURL")
    access_key_id: str = ""
    has_ca_certificate: bool = field(default=False, name="HasCACertificate")
    created_at: Timestamp


def shape_of(connection: StorageConnection) -> ConnectionShape:
    return ConnectionShape(
        bucket_name=connection.bucket_name,
        kind=connection.kind,
        region=connection.region,
        endpoint_url=connection.endpoint_url,
        access_key_id=connection.access_key_id,
        has_ca_certificate=bool(connection.ca_certificate),
        created_at=Timestamp(connection.created_at),
    )
