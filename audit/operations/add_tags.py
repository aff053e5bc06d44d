"""AddTags: tags on a trail, added or given new values.

CloudTrail API Reference, "AddTags".
"""

from audit.models import Trail
from audit.trails.operation import trail_operation
from audit.trails.shapes import Tags
from audit.trails.tags import put_tags, read_resource
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape


class Params(Shape, frozen=True, kw_only=True):
    resource_id: str
    tags_list: Tags


@trail_operation(kind=Kind.CHANGE, member="resource_id", read=read_resource)
def add_tags(call: Call, trail: Trail, params: Params) -> Empty:
    put_tags(trail, params.tags_list)
    return Empty()
