"""ListTrails: names, ARNs and home Regions of all trails of the account.

CloudTrail API Reference, "ListTrails".
"""

from msgspec import field

from audit.models import Trail
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import InvalidTokenException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Part
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    next_token: str | None = None


class TrailInfo(Part, frozen=True, kw_only=True):
    trail_arn: str = field(name="TrailARN")
    name: str
    home_region: str


class Result(Answer, frozen=True, kw_only=True):
    trails: list[TrailInfo]


@account_operation(service="cloudtrail", kind=Kind.READ)
def list_trails(call: Call, params: Params) -> Result:
    """List all: an account has too few for a second page."""
    if params.next_token:
        raise InvalidTokenException("The token is not one that was given here.")
    rows = Trail.objects.filter(account_id=call.account_id, deleted_at=None)
    return Result(
        trails=[
            TrailInfo(trail_arn=row.arn, name=row.name, home_region=row.home_region)
            for row in rows.order_by("home_region", "name")
        ]
    )
