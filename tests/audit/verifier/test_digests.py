import json
from collections.abc import Callable
from pathlib import Path

import pytest

from audit.verifier.cli import main
from tests.audit.verifier.digests import Trail

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def trail(tmp_path: Path) -> Trail:
    return Trail(tmp_path)


def verify(trail: Trail, *arguments: str) -> int:
    return main(["digests", str(trail.folder), "--keys", str(trail.keys), *arguments])


def test_an_untouched_chain_is_whole(trail: Trail, capsys: Capture) -> None:
    assert verify(trail, "--until", "2026-11-23T04:00:00Z") == 0
    assert capsys.readouterr().out == "All is whole: 4 digests, 4 log files.\n"


def test_signatures_are_found_in_the_next_digest_too(
    trail: Trail, capsys: Capture
) -> None:
    for name in trail.digests[:-1]:
        trail.remove(name + ".metadata.json")
    assert verify(trail) == 0
    trail.remove(trail.digests[-1] + ".metadata.json")
    assert verify(trail) == 1
    assert "its signature is missing" in capsys.readouterr().out


def test_a_bucket_as_the_portal_keeps_it_is_read(trail: Trail) -> None:
    objects, metadata = trail.folder / "objects", trail.folder / "metadata"
    objects.mkdir()
    (trail.folder / "AWSLogs").rename(objects / "AWSLogs")
    for name in trail.digests:
        kept = metadata / name
        kept.parent.mkdir(parents=True, exist_ok=True)
        (objects / (name + ".metadata.json")).rename(kept)
    assert verify(trail) == 0
    (metadata / trail.digests[-1]).unlink()
    assert verify(trail) == 1


def _log_changed(trail: Trail) -> None:
    trail.write_log("20261123T0300Z_0000000000000002", 99)


def _newest_cut(trail: Trail) -> None:
    trail.remove(trail.digests[-1])
    trail.remove(trail.logs[-1])


def _middle_signed_anew(trail: Trail) -> None:
    trail.change(trail.digests[1], lambda members: members["logFiles"].clear())
    trail.remove(trail.logs[1])


def _stranger_named(trail: Trail) -> None:
    trail.change(
        trail.digests[-1],
        lambda members: members.update(digestPublicKeyFingerprint="0" * 32),
    )


def _garbled(trail: Trail) -> None:
    trail.path(trail.digests[1]).write_bytes(b"no gzip")


def _forged(trail: Trail) -> None:
    signature = json.dumps({"signature": "00" * 256})
    path = trail.path(trail.digests[-1] + ".metadata.json")
    path.write_text(signature, encoding="utf-8")


def _moved(trail: Trail) -> None:
    path = trail.path(trail.digests[-1])
    path.rename(path.with_name(path.name.replace("T040000Z", "T050000Z")))


@pytest.mark.parametrize(
    ("tamper", "problem"),
    [
        (_log_changed, "it was changed: its hash is not the digest's"),
        (lambda trail: trail.remove(trail.logs[1]), "it is missing"),
        (_garbled, "it cannot be unpacked"),
        (lambda trail: trail.remove(trail.digests[1]), "the digest before it is"),
        (_forged, "its signature is not valid"),
        (_stranger_named, "a public key that is not among those given"),
        (_moved, "it belongs to another place"),
        # What `aws cloudtrail validate-logs` does not notice:
        (_newest_cut, "later ones were cut off"),
        (lambda trail: trail.write_log("20261123T0301Z_x", 9), "it was added"),
        (lambda trail: trail.add(4, begins=True), "it begins a new chain"),
        (lambda trail: trail.add(5), "not at 2026-11-23T04:00:00Z: a gap"),
        (_middle_signed_anew, "it was rewritten: the next digest knows another"),
        (_middle_signed_anew, "it was signed anew: the next digest knows another"),
    ],
)
def test_a_tampering_is_found(
    trail: Trail, capsys: Capture, tamper: Callable[[Trail], object], problem: str
) -> None:
    tamper(trail)
    assert verify(trail, "--until", "2026-11-23T04:00:00Z") == 1
    assert problem in capsys.readouterr().out


def test_a_known_digest_must_be_there(trail: Trail, capsys: Capture) -> None:
    known = trail.hash(trail.digests[-1])
    assert verify(trail, "--known", known) == 0
    trail.change(trail.digests[-1], lambda members: members.update(more=1))
    assert verify(trail) == 0
    assert verify(trail, "--known", known) == 1
    assert "it was known and is not there" in capsys.readouterr().out


def test_the_list_of_keys_must_be_one(trail: Trail, capsys: Capture) -> None:
    trail.keys.write_text("{}", encoding="utf-8")
    assert verify(trail) == 1
    assert "the list of public keys cannot be read" in capsys.readouterr().out


def test_a_missing_file_of_keys_is_a_misuse(trail: Trail, capsys: Capture) -> None:
    trail.keys.unlink()
    assert verify(trail) == 2
    assert "No such file" in capsys.readouterr().err
