"""ListPublicKeys: the keys that signed digests of this Region in a range of time.

CloudTrail API Reference, "ListPublicKeys". A key stays listed for as long as there are
digests that it signed.
"""

from audit.models import DigestKey
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import InvalidTimeRangeException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Part, Timestamp
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    start_time: Timestamp | None = None
    end_time: Timestamp | None = None
    next_token: str | None = None


class PublicKey(Part, frozen=True, kw_only=True):
    value: bytes
    validity_start_time: Timestamp
    validity_end_time: Timestamp
    fingerprint: str


class Result(Answer, frozen=True, kw_only=True):
    public_key_list: list[PublicKey]


@account_operation(service="cloudtrail", kind=Kind.READ)
def list_public_keys(call: Call, params: Params) -> Result:
    start = params.start_time.moment if params.start_time else call.time
    end = params.end_time.moment if params.end_time else max(call.time, start)
    if start > end:
        raise InvalidTimeRangeException("StartTime must not be after EndTime.")
    rows = DigestKey.objects.filter(
        account_id=call.account_id,
        region=call.region,
        valid_from__lte=end,
        valid_until__gte=start,
    )
    return Result(
        public_key_list=[_shown(row) for row in rows.order_by("valid_from", "id")]
    )


def _shown(key: DigestKey) -> PublicKey:
    return PublicKey(
        value=bytes(key.public_der),
        validity_start_time=Timestamp(key.valid_from),
        validity_end_time=Timestamp(key.valid_until),
        fingerprint=key.fingerprint,
    )
