"""Declaring an operation of the read-only S3 that serves the portal's own buckets.

Its body is ``def name(call, bucket, params) -> Result``. A bucket is found in the
caller's account only: to everybody else it does not exist. Actions and resources are
those of the Service Authorization Reference, "Actions for Amazon S3".
"""

from collections.abc import Callable
from typing import Any, NamedTuple, get_type_hints

from audit.storage.buckets import find_local
from audit.storage.local import LocalBucket
from kmsportal.core.call import Call
from kmsportal.core.members import event_members
from kmsportal.core.operation import Kind, Need, Operation, pascal
from kmsportal.core.record import Trace
from kmsportal.core.shapes import Result


class OwnBucket(NamedTuple):
    """A bucket of the portal's, with its Region."""

    name: str
    region: str
    files: LocalBucket


Body = Callable[[Call, OwnBucket, Any], Result]


def s3_operation(*, action: str) -> Callable[[Body], Operation]:
    """Declare a read that needs ``action`` (``s3:GetObject``) on what it names."""

    def declare(body: Body) -> Operation:
        hints = get_type_hints(body)
        return Operation(
            service="s3",
            name=pascal(body.__name__),
            kind=Kind.READ,
            params=hints["params"],
            result=hints["return"],
            bind=lambda _call: None,
            needs=lambda call, _bound: (
                Need(
                    action=action,
                    resource=_resource(call),
                    account_id=call.account_id,
                ),
            ),
            check=lambda _call, _bound: None,
            run=lambda call, _bound: body(call, _find(call), call.params),
            trace=_trace,
        )

    return declare


def _find(call: Call) -> OwnBucket:
    name = _bucket_name(call)
    connection, files = find_local(call.account_id, name)
    return OwnBucket(name, connection.region, files)


def _bucket_name(call: Call) -> str:
    name: str = call.params.bucket  # type: ignore[attr-defined]  # all of these have it
    return name


def _resource(call: Call) -> str:
    key = getattr(call.params, "key", None)
    arn = f"arn:aws:s3:::{_bucket_name(call)}"
    return arn if key is None else f"{arn}/{key}"


def _trace(call: Call, _bound: None, _result: Result | None) -> Trace:
    members = event_members(call.params)
    # As CloudTrail shows requests of S3.
    members["bucketName"] = members.pop("bucket")
    return Trace(request=members, extra_resources=((_resource(call), call.account_id),))
