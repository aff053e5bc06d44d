"""DescribeTrails: the settings of the account's trails that log in this Region.

CloudTrail API Reference, "DescribeTrails".
"""

from msgspec import field

from audit.models import Trail
from audit.trails.finding import trails_in_region
from audit.trails.naming import read_trail_name
from audit.trails.shapes import TrailShape, shape_of
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    # The one service whose model spells some members with a small letter.
    trail_name_list: list[str] | None = field(default=None, name="trailNameList")
    include_shadow_trails: bool | None = field(default=None, name="includeShadowTrails")


class Result(Answer, frozen=True, kw_only=True):
    trail_list: list[TrailShape] = field(name="trailList")


@account_operation(service="cloudtrail", kind=Kind.READ)
def describe_trails(call: Call, params: Params) -> Result:
    """Tell of the named trails; one that is not there is left out, as AWS does."""
    found = list(_named(call, params.trail_name_list or []))
    if not params.trail_name_list:
        found = list(trails_in_region(call))
    if params.include_shadow_trails is False:
        found = [trail for trail in found if trail.home_region == call.region]
    return Result(trail_list=[shape_of(trail) for trail in found])


def _named(call: Call, names: list[str]) -> list[Trail]:
    """Find trails of this Region by name, and any of the account's by ARN."""
    wanted = {read_trail_name(call, name) for name in names}
    rows = Trail.objects.filter(account_id=call.account_id, deleted_at=None)
    return [
        trail
        for trail in rows.order_by("home_region", "name")
        if (trail.account_id, trail.home_region, trail.name) in wanted
    ]
