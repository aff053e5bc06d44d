"""What delivered files are called.

CloudTrail User Guide, "Getting and viewing your CloudTrail log files" and "CloudTrail
digest file structure".
"""

import secrets
import string
from datetime import UTC, datetime

from audit.models import Trail, TrailStream

_ALPHABET = string.ascii_letters + string.digits
_RANDOM_LENGTH = 16


def log_file_key(stream: TrailStream, time: datetime) -> str:
    """Name a log file made at ``time``, with sixteen random characters of its own."""
    account_id, region = stream.account_id, stream.region
    random = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM_LENGTH))
    minute = f"{time.astimezone(UTC):%Y%m%dT%H%MZ}"
    name = f"{account_id}_CloudTrail_{region}_{minute}_{random}.json.gz"
    return f"{_folder(stream, 'CloudTrail', time)}/{name}"


def digest_key(stream: TrailStream, end: datetime, *, suffix: str = "") -> str:
    """Name the digest that ends at ``end``; ``suffix`` is ``_backfill`` or nothing."""
    trail, region = stream.trail, stream.region
    name = (
        f"{stream.account_id}_CloudTrail-Digest_{region}_{trail.name}"
        f"_{trail.home_region}_{end.astimezone(UTC):%Y%m%dT%H%M%SZ}{suffix}.json.gz"
    )
    return f"{_folder(stream, 'CloudTrail-Digest', end)}/{name}"


def _folder(stream: TrailStream, kind: str, time: datetime) -> str:
    day = f"{time.astimezone(UTC):%Y/%m/%d}"
    return (
        f"{_prefix(stream.trail)}AWSLogs/{stream.account_id}/{kind}"
        f"/{stream.region}/{day}"
    )


def _prefix(trail: Trail) -> str:
    return f"{trail.key_prefix}/" if trail.key_prefix else ""
