"""Trails for tests: made by real operations, delivered at chosen moments."""

import gzip
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from audit.delivery.due import deliver_due
from kmsportal import projector
from tests.world import NOW, Client

BUCKET = "audit-files"
NAME = "all-events"
CUT = timedelta(minutes=5)
HOUR = timedelta(hours=1)


class Trails:
    """An administrator's calls of CloudTrail, by their names in snake case."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        spelled = "".join(part.capitalize() for part in name.split("_"))
        return lambda **members: self.client.perform("cloudtrail", spelled, **members)


def make_bucket(client: Client, name: str = BUCKET) -> None:
    client.perform("portal", "CreateStorageConnection", BucketName=name)


def make_trail(client: Client, **chosen: Any) -> str:
    """Make a trail with a bucket of its own and return its ARN; it does not log."""
    make_bucket(client, chosen.get("S3BucketName", BUCKET))
    members = {
        "Name": NAME,
        "S3BucketName": BUCKET,
        "EnableLogFileValidation": True,
        **chosen,
    }
    arn: str = client.perform("cloudtrail", "CreateTrail", **members)["TrailARN"]
    return arn


def make_logging_trail(client: Client, **chosen: Any) -> str:
    arn = make_trail(client, **chosen)
    client.perform("cloudtrail", "StartLogging", Name=arn)
    return arn


def deliver(after: timedelta = CUT, *, since: datetime = NOW) -> int:
    """Bring the ledger to the trails and do what is due ``after`` that moment."""
    projector.catch_up()
    return deliver_due(since + after)


def folder(client: Client, bucket: str = BUCKET) -> Path:
    return Path(settings.DATA_DIR) / "trails" / client.account_id / bucket / "objects"


def files(client: Client, kind: str = "CloudTrail", bucket: str = BUCKET) -> list[Path]:
    """Return the account's log files or digests in the order of their names."""
    return sorted(folder(client, bucket).glob(f"**/{kind}/*/*/*/*/*.json.gz"))


def records(paths: Sequence[Path]) -> list[dict[str, Any]]:
    return [record for path in paths for record in content(path)["Records"]]


def names(paths: Sequence[Path]) -> list[str]:
    return [record["eventName"] for record in records(paths)]


def content(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return read


def iso(moment: datetime) -> str:
    """Spell a moment as answers do in tests."""
    return moment.isoformat().replace("+00:00", "Z")
