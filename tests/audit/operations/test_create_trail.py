"""CreateTrail: its settings, names, limits and refusals."""

from typing import Any

import pytest

from tests.audit.trails.worlds import BUCKET, NAME, Trails, make_bucket, make_trail
from tests.keys.ledger import last_record
from tests.world import Client, World, refused


def test_the_answer_has_the_settings(alice: Client, trails: Trails) -> None:
    make_bucket(alice)
    arn = f"arn:aws:cloudtrail:us-east-1:{alice.account_id}:trail/{NAME}"
    tags = [{"Key": "team", "Value": "audit"}]
    made = trails.create_trail(Name=NAME, S3BucketName=BUCKET, TagsList=tags)
    assert made == {
        "Name": NAME,
        "S3BucketName": BUCKET,
        "IncludeGlobalServiceEvents": True,
        "IsMultiRegionTrail": False,
        "TrailARN": arn,
        "LogFileValidationEnabled": False,
        "IsOrganizationTrail": False,
        "RecursiveLogging": True,
    }
    assert trails.get_trail_status(Name=NAME)["IsLogging"] is False
    (listed,) = trails.list_tags(ResourceIdList=[arn])["ResourceTagList"]
    assert listed["TagsList"] == tags


def test_the_event_shows_request_answer_and_trail(alice: Client) -> None:
    arn = make_trail(alice)
    record = last_record(alice)
    assert record["eventName"] == "CreateTrail"
    assert record["eventSource"] == "cloudtrail.amazonaws.com"
    assert record["requestParameters"]["s3BucketName"] == BUCKET
    assert record["responseElements"]["trailARN"] == arn
    (named,) = record["resources"]
    assert (named["ARN"], named["type"]) == (arn, "AWS::CloudTrail::Trail")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Trail name or ARN can not be blank."),
        ("ab", "Trail name must have a minimum of 3 characters."),
        ("a" * 129, "Trail name must have a maximum of 128 characters."),
        ("a b c", "Trail name can contain only ASCII letters, numbers and . _ -"),
        ("-abc", "Trail name must start and end with a letter or a number."),
        (
            "my-_trail",
            "Trail name can not have adjacent periods, underscores or dashes.",
        ),
        ("192.168.5.4", "Trail name can not be in IP address format."),
    ],
)
def test_bad_names_are_refused(trails: Trails, name: str, sentence: str) -> None:
    with refused("InvalidTrailNameException", sentence):
        trails.create_trail(Name=name, S3BucketName=BUCKET)


def test_a_bucket_must_be_there(trails: Trails) -> None:
    with refused("S3BucketDoesNotExistException", "S3 bucket nowhere does not exist!"):
        trails.create_trail(Name=NAME, S3BucketName="nowhere")


def test_another_accounts_bucket_is_not_there(mallory: Client, trails: Trails) -> None:
    make_bucket(mallory)
    with refused("S3BucketDoesNotExistException"):
        trails.create_trail(Name=NAME, S3BucketName=BUCKET)


@pytest.mark.parametrize("name", ["Ab", "..", "a..b", "192.168.5.4", "x" * 64, "a/b"])
def test_what_is_no_bucket_is_refused(trails: Trails, name: str) -> None:
    with refused("InvalidS3BucketNameException"):
        trails.create_trail(Name=NAME, S3BucketName=name)


@pytest.mark.parametrize("prefix", ["/a", "a/", "a//b", "a/../b", "é", "x" * 201])
def test_what_is_no_prefix_is_refused(trails: Trails, prefix: str) -> None:
    with refused("InvalidS3PrefixException"):
        trails.create_trail(Name=NAME, S3BucketName=BUCKET, S3KeyPrefix=prefix)


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"IsOrganizationTrail": True}, "OrganizationsNotInUseException"),
        ({"SnsTopicName": "topic"}, "UnsupportedOperationException"),
        ({"KmsKeyId": "alias/trail"}, "UnsupportedOperationException"),
        (
            {"IsMultiRegionTrail": True, "IncludeGlobalServiceEvents": False},
            "InvalidParameterCombinationException",
        ),
    ],
)
def test_what_is_not_served_is_refused_by_name(
    alice: Client, trails: Trails, chosen: dict[str, Any], code: str
) -> None:
    make_bucket(alice)
    with refused(code):
        trails.create_trail(Name=NAME, S3BucketName=BUCKET, **chosen)


def test_a_name_is_taken_once(alice: Client, trails: Trails) -> None:
    make_trail(alice)
    sentence = f"Trail {NAME} already exists for customer: {alice.account_id}"
    with refused("TrailAlreadyExistsException", sentence):
        trails.create_trail(Name=NAME, S3BucketName=BUCKET)


def test_a_name_that_shows_in_a_region_is_taken_there(alice: Client) -> None:
    make_trail(alice, IsMultiRegionTrail=True)
    there = Trails(alice.in_region("eu-central-1"))
    with refused("TrailAlreadyExistsException"):
        there.create_trail(Name=NAME, S3BucketName=BUCKET)


def test_a_region_has_five_trails(alice: Client, trails: Trails) -> None:
    make_bucket(alice)
    for number in range(5):
        trails.create_trail(Name=f"trail-{number}", S3BucketName=BUCKET)
    sentence = f"User: {alice.account_id} already has 5 trails in us-east-1."
    with refused("MaximumNumberOfTrailsExceededException", sentence):
        trails.create_trail(Name="one-more", S3BucketName=BUCKET)


def test_a_user_without_a_policy_is_refused(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob")
    with refused("AccessDeniedException"):
        Trails(bob).create_trail(Name=NAME, S3BucketName=BUCKET)
