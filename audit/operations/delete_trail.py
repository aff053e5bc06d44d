"""DeleteTrail: a trail is gone; its files stay, and what it owes still comes.

CloudTrail API Reference, "DeleteTrail".
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
def delete_trail(call: Call, trail: Trail, params: Params) -> Empty:
    logging.stop(trail, call.time)
    trail.deleted_at = call.time
    trail.save(update_fields=["deleted_at"])
    return Empty()
