"""DeleteTrail: the trail is gone and its name is free."""

from tests.audit.trails.worlds import BUCKET, NAME, Trails, make_trail
from tests.world import Client, refused


def test_it_is_gone_and_its_name_free(alice: Client, trails: Trails) -> None:
    arn = make_trail(alice)
    trails.delete_trail(Name=arn)
    sentence = f"Unknown trail: {arn} for the user: {alice.account_id}"
    with refused("TrailNotFoundException", sentence):
        trails.get_trail(Name=NAME)
    trails.create_trail(Name=NAME, S3BucketName=BUCKET)


def test_it_is_deleted_at_home(alice: Client) -> None:
    arn = make_trail(alice, IsMultiRegionTrail=True)
    with refused("InvalidHomeRegionException"):
        Trails(alice.in_region("us-west-2")).delete_trail(Name=arn)


def test_a_stranger_is_refused(alice: Client, mallory: Client, trails: Trails) -> None:
    arn = make_trail(alice)
    with refused("AccessDeniedException"):
        Trails(mallory).delete_trail(Name=arn)
    assert trails.get_trail(Name=arn)
