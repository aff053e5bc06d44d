"""StopLogging: a trail takes no event from now on; a last digest ends its chain.

CloudTrail API Reference, "StopLogging".
"""

from audit.models import Trail
from audit.trails import logging
from audit.trails.operation import trail_operation
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape


class Params(Shape, frozen=True, kw_only=True):
    name: str


@trail_operation(kind=Kind.CHANGE)
def stop_logging(call: Call, trail: Trail, params: Params) -> Empty:
    logging.stop(trail, call.time)
    return Empty()
