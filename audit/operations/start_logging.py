"""StartLogging: a trail takes events from now on.

CloudTrail API Reference, "StartLogging".
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
def start_logging(call: Call, trail: Trail, params: Params) -> Empty:
    logging.start(trail, call.time)
    return Empty()
