"""Tags on trails: what they may be, and putting them in place."""

from collections.abc import Sequence

from audit.models import Trail, TrailTag
from audit.trails.naming import TrailName, read_trail_arn
from audit.trails.shapes import TagEntry
from kmsportal.core.arn import Arn
from kmsportal.core.errors import (
    InvalidTagParameterException,
    ResourceTypeNotSupportedException,
    TagsLimitExceededException,
)

MOST_TAGS = 50
_RESERVED = "aws:"
_NOT_HERE = ("eventdatastore/", "channel/", "dashboard/")


def read_resource(resource_id: str) -> TrailName:
    """Read the ARN of a trail.

    ResourceTypeNotSupportedException for what CloudTrail has beside trails,
    CloudTrailARNInvalidException for anything else.
    """
    try:
        resource = Arn.parse(resource_id).resource
    except ValueError:
        resource = ""
    if resource.startswith(_NOT_HERE):
        raise ResourceTypeNotSupportedException("Only trails have tags here.")
    return read_trail_arn(resource_id)


def put_tags(trail: Trail, tags: Sequence[TagEntry]) -> None:
    """Set ``tags`` on ``trail``, over those of the same names; the row is locked.

    InvalidTagParameterException, TagsLimitExceededException.
    """
    names = [tag.key for tag in tags]
    if len(set(names)) < len(names):
        raise InvalidTagParameterException("TagEntry keys must not repeat.")
    if any(name.lower().startswith(_RESERVED) for name in names):
        raise InvalidTagParameterException("Tags beginning with aws: are reserved.")
    present = set(trail.tags.values_list("name", flat=True))
    if len(present.union(names)) > MOST_TAGS:
        raise TagsLimitExceededException(
            f"A trail can have {MOST_TAGS} tags at most: {trail.arn}"
        )
    TrailTag.objects.bulk_create(
        [
            TrailTag(
                account_id=trail.account_id, trail=trail, name=tag.key, value=tag.value
            )
            for tag in tags
        ],
        update_conflicts=True,
        unique_fields=["trail", "name"],
        update_fields=["value"],
    )


def tags_of(trail: Trail) -> list[TagEntry]:
    return [
        TagEntry(key=row.name, value=row.value) for row in trail.tags.order_by("name")
    ]
