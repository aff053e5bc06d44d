"""RemoveTags: tags of a trail are taken off; of one that it lacks nothing is said.

CloudTrail API Reference, "RemoveTags".
"""

from audit.models import Trail
from audit.trails.operation import trail_operation
from audit.trails.shapes import Tags
from audit.trails.tags import read_resource
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape


class Params(Shape, frozen=True, kw_only=True):
    resource_id: str
    tags_list: Tags


@trail_operation(kind=Kind.CHANGE, member="resource_id", read=read_resource)
def remove_tags(call: Call, trail: Trail, params: Params) -> Empty:
    trail.tags.filter(name__in=[tag.key for tag in params.tags_list]).delete()
    return Empty()
