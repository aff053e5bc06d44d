"""TagResource: tags on a key, added or given new values."""

from keys.metadata import KeyIdOrName
from keys.models import Key
from keys.operation import key_operation
from keys.tags import Tag, check_tags, put_tags
from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    tags: list[Tag]


# Policies can deny by tags, so a tag more may be a right less.
@key_operation(ends_rights=True)
def tag_resource(call: Call, key: Key, params: Params) -> Empty:
    check_tags(params.tags)
    put_tags(key, params.tags)
    return Empty()
