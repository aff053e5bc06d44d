"""AddTags: tags on a trail."""

from typing import Any

import pytest

from tests.audit.trails.worlds import Trails
from tests.world import Client, refused


def test_tags_are_added_and_changed(trail: str, trails: Trails) -> None:
    trails.add_tags(ResourceId=trail, TagsList=[{"Key": "a", "Value": "1"}])
    more = [{"Key": "a", "Value": "2"}, {"Key": "b"}]
    trails.add_tags(ResourceId=trail, TagsList=more)
    (listed,) = trails.list_tags(ResourceIdList=[trail])["ResourceTagList"]
    assert listed == {"ResourceId": trail, "TagsList": more}


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ([{"Key": "a"}, {"Key": "a"}], "InvalidTagParameterException"),
        ([{"Key": "aws:a"}], "InvalidTagParameterException"),
        ([{"Key": f"k{n}"} for n in range(51)], "TagsLimitExceededException"),
    ],
)
def test_what_does_not_go_is_refused(
    trail: str, trails: Trails, tags: list[Any], code: str
) -> None:
    with refused(code):
        trails.add_tags(ResourceId=trail, TagsList=tags)


def test_only_trails_have_tags(trails: Trails) -> None:
    store = "arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore/a"
    with refused("ResourceTypeNotSupportedException"):
        trails.add_tags(ResourceId=store, TagsList=[])
    with refused("CloudTrailARNInvalidException"):
        trails.add_tags(ResourceId="all-events", TagsList=[])


def test_a_stranger_is_refused(mallory: Client, trail: str) -> None:
    with refused("AccessDeniedException"):
        Trails(mallory).add_tags(ResourceId=trail, TagsList=[{"Key": "a"}])
