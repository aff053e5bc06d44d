"""Names of trails, buckets and prefixes: what they may be, and which is meant.

CloudTrail User Guide, "Naming requirements for CloudTrail resources, Amazon S3 buckets,
and KMS keys"; Amazon S3 User Guide, "General purpose bucket naming rules".
"""

import re
from typing import NamedTuple

from audit.models import trail_arn
from kmsportal.core.arn import Arn
from kmsportal.core.call import Call
from kmsportal.core.errors import (
    CloudTrailARNInvalidException,
    InvalidS3BucketNameException,
    InvalidS3PrefixException,
    InvalidTrailNameException,
)

_LEAST, _MOST = 3, 128
_LONGEST_PREFIX = 200
_CHARACTERS = re.compile(r"[A-Za-z0-9._-]+")
_ENDS = re.compile(r"[A-Za-z0-9].*[A-Za-z0-9]", re.DOTALL)
_ADJACENT = re.compile(r"[._-]{2}")
_ADDRESS = re.compile(r"[0-9]+(\.[0-9]+){3}")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PREFIX = re.compile(r"[A-Za-z0-9!_.*'()/-]+")
_RESOURCE = "trail/"


class TrailName(NamedTuple):
    """The trail that a call names, whether there is such a one or not."""

    account_id: str
    home_region: str
    name: str

    @property
    def arn(self) -> str:
        return trail_arn(*self)


def read_trail_name(call: Call, text: str) -> TrailName:
    """Read a name, of this Region, or an ARN, of any.

    InvalidTrailNameException, CloudTrailARNInvalidException.
    """
    if text.startswith("arn:"):
        return read_trail_arn(text)
    check_trail_name(text)
    return TrailName(call.account_id, call.region, text)


def read_trail_arn(text: str) -> TrailName:
    """Read a trail's ARN; CloudTrailARNInvalidException where it is none."""
    refusal = CloudTrailARNInvalidException(
        f"Trail ARN {text[:256]} is not valid. The format of a trail ARN is:"
        " arn:aws:cloudtrail:us-east-2:123456789012:trail/MyTrail."
    )
    try:
        arn = Arn.parse(text)
    except ValueError:
        raise refusal from None
    if arn.service != "cloudtrail" or not arn.resource.startswith(_RESOURCE):
        raise refusal
    name = arn.resource.removeprefix(_RESOURCE)
    try:
        check_trail_name(name)
    except InvalidTrailNameException:
        raise refusal from None
    return TrailName(arn.account_id, arn.region, name)


def check_trail_name(name: str) -> None:
    """Refuse what is no name for a trail, with an InvalidTrailNameException."""
    for is_broken, rule in (
        (not name, "Trail name or ARN can not be blank."),
        (len(name) < _LEAST, f"Trail name must have a minimum of {_LEAST} characters."),
        (len(name) > _MOST, f"Trail name must have a maximum of {_MOST} characters."),
        (
            not _CHARACTERS.fullmatch(name),
            "Trail name can contain only ASCII letters, numbers and . _ -",
        ),
        (
            not _ENDS.fullmatch(name),
            "Trail name must start and end with a letter or a number.",
        ),
        (
            _ADJACENT.search(name) is not None,
            "Trail name can not have adjacent periods, underscores or dashes.",
        ),
        (
            _ADDRESS.fullmatch(name) is not None,
            "Trail name can not be in IP address format.",
        ),
    ):
        if is_broken:
            raise InvalidTrailNameException(rule)


def check_bucket_name(name: str) -> None:
    """Refuse what is no name for a bucket, with an InvalidS3BucketNameException."""
    is_broken = not _BUCKET.fullmatch(name) or ".." in name or _ADDRESS.fullmatch(name)
    if is_broken:
        raise InvalidS3BucketNameException(
            f"Bucket name {name[:64]} is not valid: it has 3 to 63 lower-case letters,"
            " numbers, periods and hyphens, begins and ends with a letter or number,"
            " and is no IP address."
        )


def check_key_prefix(prefix: str) -> None:
    """Refuse what cannot stand before keys, with an InvalidS3PrefixException."""
    if len(prefix) > _LONGEST_PREFIX:
        raise InvalidS3PrefixException(
            f"S3 prefix is longer than {_LONGEST_PREFIX} characters."
        )
    parts = prefix.split("/")
    if prefix and (
        not _PREFIX.fullmatch(prefix) or {"", ".", ".."}.intersection(parts)
    ):
        raise InvalidS3PrefixException(
            "S3 prefix must be made of letters, numbers and ! - _ . * ' ( ), in parts"
            " between single slashes, without one at either end."
        )
