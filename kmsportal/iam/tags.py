"""Tags on users, roles, policies and providers: what they may be, and putting them.

IAM User Guide, "Tags for IAM resources": names are told apart without regard to case,
and kept as last written.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated

from msgspec import Meta

from kmsportal.core.errors import InvalidInputException, LimitExceededException
from kmsportal.core.shapes import Part, matching

MOST_TAGS = 50
_RESERVED = "aws:"
# Python has no \p{…}: its \w is \p{L}, \p{N} and the underscore.
_SEPARATORS = r"\u0020\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_CHARACTERS = rf"[\w{_SEPARATORS}.:/=+\-@]"
_AS_AWS = r"[\p{L}\p{Z}\p{N}_.:/=+\-@]"

TagKey = Annotated[
    str,
    Meta(min_length=1, max_length=128),
    matching(f"{_CHARACTERS}+", as_aws=f"{_AS_AWS}+"),
]
TagValue = Annotated[
    str, Meta(max_length=256), matching(f"{_CHARACTERS}*", as_aws=f"{_AS_AWS}*")
]
TagKeys = Annotated[list[TagKey], Meta(max_length=MOST_TAGS)]


class Tag(Part, frozen=True, kw_only=True):
    """The API's ``Tag`` structure."""

    key: TagKey
    value: TagValue


Tags = Annotated[list[Tag], Meta(max_length=MOST_TAGS)]


def tagged(
    before: Mapping[str, str], tags: Sequence[Tag] | None, *, quota: str
) -> dict[str, str]:
    """Return ``before`` with ``tags`` over those of the same names.

    InvalidInputException for reserved or repeated names, LimitExceededException for
    more than 50; ``quota`` is the name of that limit (``TagsPerUser``).
    """
    tags = tags or ()
    names = [tag.key.lower() for tag in tags]
    if len(set(names)) < len(names):
        raise InvalidInputException(
            "Duplicate tag keys found. Please note that Tag keys are case insensitive."
        )
    if any(name.startswith(_RESERVED) for name in names):
        raise InvalidInputException("Tag keys beginning with aws: are reserved.")
    after = untagged(before, names) | {tag.key: tag.value for tag in tags}
    if len(after) > MOST_TAGS:
        raise LimitExceededException(f"Cannot exceed quota for {quota}: {MOST_TAGS}")
    return after


def untagged(before: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    """Return ``before`` without the tags of those names."""
    gone = {name.lower() for name in names}
    return {name: value for name, value in before.items() if name.lower() not in gone}


def listed(tags: Mapping[str, str]) -> list[Tag]:
    """Return the tags as the API lists them, by name."""
    return [Tag(key=name, value=tags[name]) for name in sorted(tags)]
