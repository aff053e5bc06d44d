"""GetTrail: the settings of one trail.

CloudTrail API Reference, "GetTrail".
"""

from audit.models import Trail
from audit.trails.operation import trail_operation
from audit.trails.shapes import TrailShape, shape_of
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    name: str


class Result(Answer, frozen=True, kw_only=True):
    trail: TrailShape


@trail_operation(kind=Kind.READ)
def get_trail(call: Call, trail: Trail, params: Params) -> Result:
    return Result(trail=shape_of(trail))
