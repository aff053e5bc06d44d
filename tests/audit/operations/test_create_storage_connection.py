"""CreateStorageConnection: a bucket becomes known to trails."""

from typing import Any

import pytest
from django.conf import LazySettings

from audit.models import StorageConnection
from tests.audit.trails.worlds import BUCKET, make_bucket
from tests.keys.ledger import last_record
from tests.world import Client, World, refused

SECRET = "a secret of another store"
ELSEWHERE = {
    "BucketName": BUCKET,
    "EndpointURL": "https://s3.example.com",
    "AccessKeyId": "AKIAELSEWHERE",
    "SecretAccessKey": SECRET,
}


def create(client: Client, **members: Any) -> dict[str, Any]:
    answer = client.perform("portal", "CreateStorageConnection", **members)
    made: dict[str, Any] = answer["Connection"]
    return made


def test_without_an_address_it_is_a_folder_of_the_portal(alice: Client) -> None:
    made = create(alice, BucketName=BUCKET)
    assert (made["Kind"], made["Region"]) == ("LOCAL", "us-east-1")


def test_the_secret_is_sealed_and_shown_nowhere(
    alice: Client, settings: LazySettings
) -> None:
    settings.KMSPORTAL_STORAGE_HOSTS = ["*.example.com"]
    made = create(alice, **ELSEWHERE)
    assert made["Kind"] == "S3"
    assert SECRET not in str(made)
    assert SECRET not in str(last_record(alice))
    row = StorageConnection.objects.get()
    assert SECRET.encode() not in bytes(row.sealed_secret)


@pytest.mark.parametrize(
    "hosts", [[], ["s3.example.org"], ["example.com"]], ids=["none", "other", "parent"]
)
def test_the_operator_decides_where_files_may_go(
    alice: Client, settings: LazySettings, hosts: list[str]
) -> None:
    settings.KMSPORTAL_STORAGE_HOSTS = hosts
    with refused("ValidationException"):
        create(alice, **ELSEWHERE)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://user@s3.example.com", "s3.example.com", "x"]
)
def test_what_is_no_address_is_refused(
    alice: Client, settings: LazySettings, url: str
) -> None:
    settings.KMSPORTAL_STORAGE_HOSTS = ["*"]
    with refused("ValidationException"):
        create(alice, **{**ELSEWHERE, "EndpointURL": url})


@pytest.mark.parametrize("lacking", ["EndpointURL", "AccessKeyId", "SecretAccessKey"])
def test_address_and_credentials_go_together(alice: Client, lacking: str) -> None:
    given = {name: text for name, text in ELSEWHERE.items() if name != lacking}
    with refused("ValidationException"):
        create(alice, **given)


def test_a_name_is_taken_once_in_an_account(alice: Client, mallory: Client) -> None:
    make_bucket(alice)
    make_bucket(mallory)
    with refused("AlreadyExistsException"):
        make_bucket(alice)


def test_a_user_without_a_policy_is_refused(world: World, alice: Client) -> None:
    with refused("AccessDeniedException"):
        make_bucket(world.user(alice, "bob"))
