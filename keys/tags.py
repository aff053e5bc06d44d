"""Tags on keys: what they may be, and putting them in place."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Annotated

from django.conf import settings
from msgspec import Meta

from keys.models import Key, KeyTag
from keys.view_loading import tags_of
from kmsportal.core.errors import LimitExceededException, TagException
from kmsportal.core.shapes import Part

TagKey = Annotated[str, Meta(min_length=1, max_length=128)]
TagValue = Annotated[str, Meta(max_length=256)]

_RESERVED = "aws:"
_MARKS = re.compile(r"[_.:/=+\-@]")
_ALLOWED_CATEGORIES = frozenset("LNZ")


class Tag(Part, frozen=True, kw_only=True):
    """The API's ``Tag`` structure."""

    tag_key: TagKey
    tag_value: TagValue


def check_tags(tags: Sequence[Tag]) -> None:
    """Refuse tags that AWS refuses, with a TagException."""
    names = [tag.tag_key for tag in tags]
    if len(names) > settings.KMSPORTAL_MAX_TAGS_PER_KEY:
        raise TagException("Too many tags")
    if len(set(names)) < len(names):
        raise TagException("Duplicate tag keys")
    check_tag_names(names)
    for text in (*names, *(tag.tag_value for tag in tags)):
        _check_characters(text)


def check_tag_names(names: Sequence[str]) -> None:
    """Refuse the names that AWS keeps for itself."""
    if any(name.lower().startswith(_RESERVED) for name in names):
        raise TagException("Tags beginning with aws: are reserved")


def put_tags(key: Key, tags: Sequence[Tag]) -> None:
    """Set ``tags`` on ``key``, over those of the same names.

    LimitExceededException when the key would have too many; the key's row is locked.
    """
    limit = settings.KMSPORTAL_MAX_TAGS_PER_KEY
    if len(tags_of(key).keys() | {tag.tag_key for tag in tags}) > limit:
        raise LimitExceededException(
            f"A KMS key can have {limit} tags at most: {key.arn}"
        )
    KeyTag.objects.bulk_create(
        [_row(key, tag) for tag in tags],
        update_conflicts=True,
        unique_fields=["account_id", "region", "key_id", "name"],
        update_fields=["value"],
    )


def _row(key: Key, tag: Tag) -> KeyTag:
    return KeyTag(
        account_id=key.account_id,
        region=key.region,
        key_id=key.key_id,
        name=tag.tag_key,
        value=tag.tag_value,
    )


def _check_characters(text: str) -> None:
    """Allow letters, numbers, spaces and ``_ . : / = + - @``.

    AWS KMS Developer Guide, "Tags in AWS KMS".
    """
    for character in text:
        category = unicodedata.category(character)[0]
        if category not in _ALLOWED_CATEGORIES and not _MARKS.match(character):
            raise TagException("A tag key or value has characters that are not allowed")
