"""UpdateTrail: what is given changes, and nothing else."""

from tests.audit.trails.worlds import BUCKET, NAME, Trails, make_bucket, make_trail
from tests.world import Client, refused


def test_what_is_given_changes(alice: Client, trails: Trails) -> None:
    arn = make_trail(alice, S3KeyPrefix="team")
    changed = trails.update_trail(Name=arn, IsMultiRegionTrail=True)
    assert changed["IsMultiRegionTrail"] is True
    assert changed["LogFileValidationEnabled"] is True
    assert changed["S3KeyPrefix"] == "team"
    assert trails.get_trail(Name=NAME)["Trail"]["IsMultiRegionTrail"] is True


def test_another_bucket_must_be_there(alice: Client, trails: Trails) -> None:
    make_trail(alice)
    with refused("S3BucketDoesNotExistException"):
        trails.update_trail(Name=NAME, S3BucketName="nowhere")
    make_bucket(alice, "other-files")
    assert trails.update_trail(Name=NAME, S3BucketName="other-files")["TrailARN"]


def test_global_events_belong_to_all_regions(alice: Client, trails: Trails) -> None:
    make_trail(alice, IsMultiRegionTrail=True)
    with refused("InvalidParameterCombinationException"):
        trails.update_trail(Name=NAME, IncludeGlobalServiceEvents=False)


def test_it_is_changed_in_its_home_region_only(alice: Client) -> None:
    arn = make_trail(alice, IsMultiRegionTrail=True)
    with refused("InvalidHomeRegionException"):
        Trails(alice.in_region("us-west-2")).update_trail(Name=arn, S3KeyPrefix="a")


def test_settings_that_do_not_go_are_refused(alice: Client, trails: Trails) -> None:
    make_trail(alice)
    with refused("InvalidS3PrefixException"):
        trails.update_trail(Name=NAME, S3KeyPrefix="/")


def test_a_stranger_is_refused(alice: Client, mallory: Client) -> None:
    arn = make_trail(alice)
    with refused("AccessDeniedException"):
        Trails(mallory).update_trail(Name=arn, S3BucketName=BUCKET)
