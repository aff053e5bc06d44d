"""The settings of a trail: which are refused, and where it may deliver to."""

from audit.models import StorageConnection, StorageKind, Trail
from audit.storage.buckets import find_connection
from audit.storage.elsewhere import RemoteBucket
from audit.storage.refusals import StorageRefusal
from audit.trails.naming import check_bucket_name, check_key_prefix
from kmsportal.core.call import Call
from kmsportal.core.errors import (
    InsufficientS3BucketPolicyException,
    InvalidParameterCombinationException,
    MaximumNumberOfTrailsExceededException,
    OrganizationsNotInUseException,
    S3BucketDoesNotExistException,
    UnsupportedOperationException,
)
from kmsportal.core.shapes import Params

MOST_TRAILS = 5
"""Trails that log in one Region (CloudTrail User Guide, "Quotas")."""

_ABSENT = {"404", "NoSuchBucket"}


class DeliverySettings(Params, frozen=True, kw_only=True):
    """The settings that CreateTrail and UpdateTrail have in common."""

    s3_key_prefix: str | None = None
    sns_topic_name: str | None = None
    include_global_service_events: bool | None = None
    is_multi_region_trail: bool | None = None
    enable_log_file_validation: bool | None = None
    cloud_watch_logs_log_group_arn: str | None = None
    cloud_watch_logs_role_arn: str | None = None
    kms_key_id: str | None = None
    is_organization_trail: bool | None = None
    recursive_logging: bool | None = None


def check_settings(settings: DeliverySettings) -> None:
    """Refuse settings that do not go together, or that nothing here serves."""
    check_key_prefix(settings.s3_key_prefix or "")
    if settings.is_organization_trail:
        raise OrganizationsNotInUseException(
            "Trails of a whole organization are not served here: make one in each"
            " account."
        )
    for name, value in (
        ("SnsTopicName", settings.sns_topic_name),
        ("CloudWatchLogsLogGroupArn", settings.cloud_watch_logs_log_group_arn),
        ("CloudWatchLogsRoleArn", settings.cloud_watch_logs_role_arn),
        ("KmsKeyId", settings.kms_key_id),
    ):
        if value:
            raise UnsupportedOperationException(f"{name} is not served here.")


def check_combination(trail: Trail) -> None:
    """Refuse a trail of all Regions that leaves out what belongs to none."""
    if trail.is_multi_region and not trail.includes_global_events:
        raise InvalidParameterCombinationException(
            "Multi-Region trail must include global service events."
        )


def check_bucket(call: Call, bucket_name: str) -> StorageConnection:
    """Ask whether the bucket takes files, while no lock is held.

    InvalidS3BucketNameException, S3BucketDoesNotExistException,
    InsufficientS3BucketPolicyException.
    """
    check_bucket_name(bucket_name)
    connection = find_connection(call.account_id, bucket_name)
    if connection is None:
        raise _no_bucket(bucket_name)
    if connection.kind == StorageKind.S3:
        _check_remote(connection)
    return connection


def check_room(call: Call, trail: Trail | None, regions: list[str]) -> None:
    """Refuse one more trail in a Region that has as many as it may."""
    rows = Trail.objects.filter(account_id=call.account_id, deleted_at=None)
    others = [one for one in rows if trail is None or one.pk != trail.pk]
    for region in regions:
        here = [t for t in others if t.is_multi_region or t.home_region == region]
        if len(here) >= MOST_TRAILS:
            raise MaximumNumberOfTrailsExceededException(
                f"User: {call.account_id} already has {len(here)} trails in {region}."
            )


def _check_remote(connection: StorageConnection) -> None:
    try:
        RemoteBucket(connection).check()
    except StorageRefusal as refusal:
        if refusal.code in _ABSENT:
            raise _no_bucket(connection.bucket_name) from None
        raise InsufficientS3BucketPolicyException(
            f"Incorrect S3 bucket policy is detected for bucket:"
            f" {connection.bucket_name}. {refusal.sentence}"
        ) from None


def _no_bucket(bucket_name: str) -> S3BucketDoesNotExistException:
    return S3BucketDoesNotExistException(f"S3 bucket {bucket_name} does not exist!")
