"""The unmodified `aws cloudtrail validate-logs`, which needs nothing but the portal."""

import gzip
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from botocore.credentials import Credentials

from audit.models import DigestKey
from kmsportal.iam.callers import find_access_key
from tests.audit.trails.worlds import (
    CUT,
    HOUR,
    deliver,
    files,
    folder,
    make_logging_trail,
)
from tests.wire.served import Served, serving
from tests.world import Client, World

_AWS = Path(sys.executable).with_name("aws")


class Cli:
    """The ``aws`` command with what an administrator exports, and nothing else."""

    def __init__(self, served: Served, home: Path) -> None:
        self._environment = {
            "HOME": str(home),
            "PATH": "/usr/bin:/bin",
            "AWS_ENDPOINT_URL": served.url.rstrip("/"),
            "AWS_ACCESS_KEY_ID": served.credentials.access_key,
            "AWS_SECRET_ACCESS_KEY": served.credentials.secret_key,
            "AWS_DEFAULT_REGION": "us-east-1",
        }

    def validate(self, trail: str, start: datetime) -> subprocess.CompletedProcess[str]:
        times = (
            "--start-time",
            _iso(start - CUT),
            "--end-time",
            _iso(start + 6 * HOUR),
        )
        command = ["cloudtrail", "validate-logs", "--trail-arn", trail, *times]
        return self(*command, "--verbose")

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(_AWS), *arguments],
            env=self._environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


@pytest.fixture
def served(transactional_db: None) -> Iterator[Served]:
    opened = World().open_account("alice")
    secret = opened.secret_access_key.reveal()
    with serving(Credentials(opened.access_key_id, secret)) as door:
        yield door


@pytest.fixture
def start() -> datetime:
    """The wall clock's moment: the door's calls have no other."""
    return datetime.now(UTC)


@pytest.fixture
def administrator(served: Served, start: datetime) -> Client:
    found = find_access_key(served.credentials.access_key, may_wait=True)
    client = Client(found.caller)
    client.time = start
    return client


@pytest.fixture
def stretch(served: Served, administrator: Client, start: datetime) -> str:
    """A trail with real traffic in several digests, one of them empty."""
    arn = make_logging_trail(administrator, S3KeyPrefix="team")
    kms = boto3.client(
        "kms",
        endpoint_url=served.url,
        region_name="us-east-1",
        aws_access_key_id=served.credentials.access_key,
        aws_secret_access_key=served.credentials.secret_key,
        config=Config(retries={"total_max_attempts": 1}),
    )
    for hour in range(3):
        for _ in range(3):
            kms.generate_random(NumberOfBytes=8)
        deliver(hour * HOUR + 2 * CUT, since=start)
    deliver(4 * HOUR + CUT, since=start)
    return arn


def test_a_stretch_of_traffic_is_valid_and_tampering_is_not(
    served: Served, administrator: Client, stretch: str, start: datetime, tmp_path: Path
) -> None:
    aws = Cli(served, tmp_path)
    clean = aws.validate(stretch, start)
    assert clean.returncode == 0, clean.stderr + clean.stdout
    assert "4/4 digest files valid" in clean.stdout
    assert "3/3 log files valid" in clean.stdout
    kept = tmp_path / "kept"
    root = folder(administrator).parent
    shutil.copytree(root, kept)
    for name, tamper in TAMPERING.items():
        tamper(administrator)
        found = aws.validate(stretch, start)
        assert found.returncode == 1, (name, found.stdout, found.stderr)
        assert "INVALID" in found.stderr, name
        shutil.rmtree(root)
        shutil.copytree(kept, root)
    DigestKey.objects.update(fingerprint="0" * 32)
    unknown = aws.validate(stretch, start)
    assert unknown.returncode == 1
    assert "public key not found" in unknown.stderr


def change_log(client: Client) -> None:
    path = files(client)[0]
    text = gzip.decompress(path.read_bytes()).replace(
        b"GenerateRandom", b"GenerateRandon"
    )
    overwrite(path, gzip.compress(text))


def change_digest(client: Client) -> None:
    path = files(client, "CloudTrail-Digest")[1]
    text = gzip.decompress(path.read_bytes()).replace(b"SHA-256", b"SHA-255")
    overwrite(path, gzip.compress(text))


def drop_signature(client: Client) -> None:
    path = files(client, "CloudTrail-Digest")[1]
    metadata = folder(client).parent / "metadata" / path.relative_to(folder(client))
    metadata.unlink()


def move_digest(client: Client) -> None:
    first, second, *_ = files(client, "CloudTrail-Digest")
    overwrite(second, first.read_bytes())


def overwrite(path: Path, content: bytes) -> None:
    path.chmod(0o600)
    path.write_bytes(content)


TAMPERING: dict[str, Callable[[Client], None]] = {
    "a log file is changed": change_log,
    "a log file is deleted": lambda client: files(client)[1].unlink(),
    "a digest is changed": change_digest,
    "a digest is deleted": lambda c: files(c, "CloudTrail-Digest")[1].unlink(),
    "a digest has lost its signature": drop_signature,
    "a digest stands in another's place": move_digest,
}
