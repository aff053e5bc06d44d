"""ListTags: the tags of trails."""

from tests.audit.trails.worlds import Trails
from tests.world import Client, refused


def test_a_trail_without_tags_is_listed(trail: str, trails: Trails) -> None:
    listed = trails.list_tags(ResourceIdList=[trail])
    assert listed == {"ResourceTagList": [{"ResourceId": trail, "TagsList": []}]}


def test_one_to_twenty_trails_are_asked_for(trail: str, trails: Trails) -> None:
    for asked in ([], [trail] * 21):
        with refused("ValidationException"):
            trails.list_tags(ResourceIdList=asked)


def test_a_trail_that_is_not_there_is_unknown(trail: str, trails: Trails) -> None:
    with refused("TrailNotFoundException"):
        trails.list_tags(ResourceIdList=[f"{trail}x"])


def test_a_stranger_is_refused(mallory: Client, trail: str) -> None:
    with refused("AccessDeniedException"):
        Trails(mallory).list_tags(ResourceIdList=[trail])
