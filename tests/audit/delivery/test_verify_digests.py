"""``kmsportal-verify digests`` on what a trail delivered."""

import base64
import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from audit.models import FileKind, TrailFile
from audit.verifier.cli import main
from tests.audit.trails.worlds import CUT, HOUR, Trails, deliver, files, folder, iso
from tests.world import NOW, Client

Capture = pytest.CaptureFixture[str]
HOURS = 3
# The clock of the tests stands at noon: digests end with full hours since.
UNTIL = iso(NOW + HOURS * HOUR)


class Delivered:
    """A bucket that a trail delivered to, and the keys that the portal lists."""

    def __init__(self, client: Client, keys: Path) -> None:
        self.client, self.keys = client, keys
        self.root = folder(client).parent
        period = {"StartTime": iso(NOW - HOUR), "EndTime": iso(NOW + 9 * HOUR)}
        listed = Trails(client).list_public_keys(**period)["PublicKeyList"]
        shown = [
            {
                "Value": base64.b64encode(key["Value"]).decode(),
                "Fingerprint": key["Fingerprint"],
            }
            for key in listed
        ]
        keys.write_text(json.dumps({"PublicKeyList": shown}), encoding="utf-8")

    @property
    def logs(self) -> list[Path]:
        return files(self.client)

    @property
    def digests(self) -> list[Path]:
        return files(self.client, "CloudTrail-Digest")

    def verify(self, *arguments: str) -> int:
        return main(["digests", str(self.root), "--keys", str(self.keys), *arguments])


@pytest.fixture
def delivered(alice: Client, trail: str, tmp_path: Path) -> Delivered:
    for hour in range(HOURS):
        alice.time = NOW + hour * HOUR
        alice.generate_random(NumberOfBytes=1)
        deliver(hour * HOUR + 2 * CUT)
    deliver(HOURS * HOUR + CUT)
    return Delivered(alice, tmp_path / "keys.json")


def test_what_was_delivered_is_whole(delivered: Delivered, capsys: Capture) -> None:
    assert delivered.verify("--until", UNTIL) == 0, capsys.readouterr().out
    told = capsys.readouterr().out
    count = len(delivered.digests)
    assert told == f"All is whole: {count} digests, {len(delivered.logs)} log files.\n"
    assert (count, len(delivered.logs)) == (
        TrailFile.objects.filter(kind=FileKind.DIGEST).count(),
        TrailFile.objects.exclude(kind=FileKind.DIGEST).count(),
    )


def _rewrite(path: Path, old: bytes, new: bytes) -> None:
    text = gzip.decompress(path.read_bytes())
    assert old in text
    path.chmod(0o600)
    path.write_bytes(gzip.compress(text.replace(old, new)))


def _add(delivered: Delivered) -> None:
    path = delivered.logs[0]
    forged = path.with_name(path.name.replace("_2026", "_2025"))
    forged.write_bytes(path.read_bytes())


@pytest.mark.parametrize(
    ("tamper", "told"),
    [
        (
            lambda d: _rewrite(d.logs[0], b"GenerateRandom", b"GenerateRandon"),
            "it was changed",
        ),
        (lambda d: d.logs[1].unlink(), "it is missing"),
        (lambda d: d.digests[1].unlink(), "the digest before it is"),
        (lambda d: d.digests[-1].unlink(), "later ones were cut off"),
        (_add, "it was added"),
    ],
    ids=["changed", "log gone", "digest gone", "tail cut", "log added"],
)
def test_tampering_with_it_is_found(
    delivered: Delivered,
    capsys: Capture,
    tamper: Callable[[Delivered], object],
    told: str,
) -> None:
    tamper(delivered)
    assert delivered.verify("--until", UNTIL) == 1
    assert told in capsys.readouterr().out
