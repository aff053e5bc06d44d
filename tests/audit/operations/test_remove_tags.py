"""RemoveTags: tags are taken off a trail."""

from tests.audit.trails.worlds import Trails
from tests.world import Client, refused


def test_named_tags_go_and_absent_ones_do_not_matter(
    trail: str, trails: Trails
) -> None:
    trails.add_tags(ResourceId=trail, TagsList=[{"Key": "a"}, {"Key": "b"}])
    trails.remove_tags(ResourceId=trail, TagsList=[{"Key": "a"}, {"Key": "c"}])
    (listed,) = trails.list_tags(ResourceIdList=[trail])["ResourceTagList"]
    assert listed["TagsList"] == [{"Key": "b"}]


def test_a_stranger_is_refused(mallory: Client, trail: str) -> None:
    with refused("AccessDeniedException"):
        Trails(mallory).remove_tags(ResourceId=trail, TagsList=[{"Key": "a"}])
