"""ListResourceTags: the tags of a key."""

from keys.metadata import KeyIdOrName
from keys.models import Key, KeyTag
from keys.operation import key_operation
from keys.paging import Limit, Marker, page_by_name
from keys.states import ANY_STATE
from keys.tags import Tag
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer

_MAXIMUM_LIMIT = 50


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    limit: Limit | None = None
    marker: Marker | None = None


class Result(Answer, frozen=True, kw_only=True):
    tags: list[Tag]
    next_marker: str | None = None
    truncated: bool


@key_operation(kind=Kind.READ, states=ANY_STATE)
def list_resource_tags(call: Call, key: Key, params: Params) -> Result:
    tags = KeyTag.objects.filter(
        account_id=key.account_id, region=key.region, key_id=key.key_id
    )
    limit = min(params.limit or _MAXIMUM_LIMIT, _MAXIMUM_LIMIT)
    page = page_by_name(call, tags, by="name", limit=limit, filters=(key.key_id,))
    return Result(
        tags=[Tag(tag_key=tag.name, tag_value=tag.value) for tag in page.items],
        next_marker=page.next_marker,
        truncated=page.is_truncated,
    )
