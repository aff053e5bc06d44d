"""UntagResource: tags taken off a key; names that it does not have are no error."""

from keys.metadata import KeyIdOrName
from keys.models import Key, KeyTag
from keys.operation import key_operation
from keys.tags import TagKey, check_tag_names
from kmsportal.core.call import Call
from kmsportal.core.shapes import Empty
from kmsportal.core.shapes import Params as Shape


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    tag_keys: list[TagKey]


@key_operation(ends_rights=True)
def untag_resource(call: Call, key: Key, params: Params) -> Empty:
    check_tag_names(params.tag_keys)
    KeyTag.objects.filter(
        account_id=key.account_id,
        region=key.region,
        key_id=key.key_id,
        name__in=params.tag_keys,
    ).delete()
    return Empty()
