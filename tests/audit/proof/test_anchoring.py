import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from audit.models import Anchor, Checkpoint, TimeStamp
from audit.proof.anchoring import add_anchor, hand_out, lag
from audit.proof.making import make_checkpoint
from audit.proof.reaching import AnchorError
from audit.verifier.log import Note
from audit.verify import verify
from kmsportal.outgoing import signature
from tests.audit.proof.receivers import Authority, Receiver
from tests.audit.proof.worlds import Exported, grow
from tests.world import NOW, World

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def checkpoint(world: World) -> Checkpoint:
    grow()
    made = make_checkpoint(NOW)
    assert made is not None
    return made


def test_a_webhook_gets_the_newest_checkpoint_signed(
    checkpoint: Checkpoint, receiver: Receiver
) -> None:
    anchor, secret = add_anchor("webhook", receiver.url, every=HOUR, now=NOW)
    assert hand_out(NOW) == 1
    (body,) = receiver.bodies
    assert json.loads(body)["note"] == checkpoint.note
    assert receiver.signatures == [signature(secret.encode(), body)]
    assert secret.encode() not in bytes(anchor.sealed_secret)


def test_it_gets_each_checkpoint_once_and_not_before_time(
    checkpoint: Checkpoint, receiver: Receiver
) -> None:
    add_anchor("webhook", receiver.url, every=HOUR, now=NOW)
    hand_out(NOW)
    assert hand_out(NOW + 2 * HOUR) == 0
    grow()
    make_checkpoint(NOW + 2 * HOUR)
    assert hand_out(NOW + 2 * HOUR) == 0  # looked at a moment ago
    assert hand_out(NOW + 3 * HOUR) == 1
    assert [json.loads(body)["number"] for body in receiver.bodies] == [1, 2]


def test_a_failure_is_told_and_tried_again(
    checkpoint: Checkpoint, receiver: Receiver
) -> None:
    add_anchor("webhook", receiver.url, every=HOUR, now=NOW)
    receiver.status = 500
    assert hand_out(NOW) == 0
    failed = Anchor.objects.get()
    assert failed.last_error == "The webhook answered with status 500."
    assert lag(failed, NOW + SECOND) == SECOND
    assert hand_out(NOW + SECOND) == 0
    receiver.status = 204
    assert hand_out(NOW + 15 * SECOND) == 1
    mended = Anchor.objects.get()
    assert (mended.last_error, mended.failures, mended.delivered) == ("", 0, 1)
    assert lag(mended, NOW + HOUR) == timedelta(0)


def test_a_webhook_that_is_gone_is_told(checkpoint: Checkpoint) -> None:
    add_anchor("webhook", "http://127.0.0.1:9/", every=HOUR, now=NOW)
    assert hand_out(NOW) == 0
    assert Anchor.objects.get().last_error == "The webhook could not be reached."


def test_a_file_grows_by_notes_that_verify(
    checkpoint: Checkpoint, tmp_path: Path
) -> None:
    path = tmp_path / "anchors"
    add_anchor("file", str(path), every=SECOND, now=NOW)
    hand_out(NOW)
    grow()
    later = make_checkpoint(NOW + HOUR)
    assert later is not None
    hand_out(NOW + HOUR)
    text = path.read_text(encoding="utf-8")
    assert text == f"{checkpoint.note}\n{later.note}\n"
    assert verify([Note("file", later.note)]).findings == []


def test_a_file_that_cannot_be_written_is_told(
    checkpoint: Checkpoint, tmp_path: Path
) -> None:
    add_anchor("file", str(tmp_path), every=HOUR, now=NOW)
    hand_out(NOW)
    told = Anchor.objects.get().last_error
    assert told == "The file cannot be written: Is a directory."


def test_an_e_mail_carries_the_note(checkpoint: Checkpoint) -> None:
    add_anchor("email", "auditor@example.com", every=HOUR, now=NOW)
    assert hand_out(NOW) == 1
    (message,) = mail.outbox
    assert message.body == checkpoint.note
    assert message.to == ["auditor@example.com"]


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("webhook", "ftp://x/"),
        ("email", "nobody"),
        ("file", "here"),
        ("webhook", "["),
        ("timestamp", "https://user@x/"),
    ],
)
def test_a_target_must_suit_its_kind(world: World, kind: str, target: str) -> None:
    with pytest.raises(AnchorError):
        add_anchor(kind, target, every=HOUR, now=NOW)


@pytest.fixture
def authority(tmp_path: Path, openssl_path: str) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def stamping(authority: Authority) -> Iterator[Receiver]:
    receiver = Receiver(authority.answer)
    yield receiver
    receiver.close()


def stamp_by(receiver: Receiver, authority: Authority) -> Anchor:
    anchor, _ = add_anchor(
        "timestamp",
        receiver.url,
        every=HOUR,
        now=NOW,
        ca_certificates=authority.root.read_text(encoding="ascii"),
    )
    return anchor


def test_an_authority_stamps_what_openssl_verifies(
    checkpoint: Checkpoint,
    stamping: Receiver,
    authority: Authority,
    tmp_path: Path,
) -> None:
    stamp_by(stamping, authority)
    assert hand_out(NOW) == 1
    exported = Exported(tmp_path / "exported")
    (note,) = exported.folder.glob("timestamps/*.note")
    (answer,) = exported.folder.glob("timestamps/*.tsr")
    assert note.read_text(encoding="utf-8") == checkpoint.note
    told = authority.openssl(
        "ts", "-verify", "-data", note, "-in", answer, "-CAfile", authority.root
    )
    assert told.startswith("Verification: OK")
    assert exported.verify() == 0


def test_a_stamp_of_another_authority_is_refused(
    checkpoint: Checkpoint, stamping: Receiver, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    stamp_by(stamping, Authority(tmp_path / "other"))
    assert hand_out(NOW) == 0
    assert "not signed by whom" in Anchor.objects.get().last_error
    assert not TimeStamp.objects.exists()


def test_a_stamp_of_something_else_is_refused(
    checkpoint: Checkpoint, stamping: Receiver, authority: Authority
) -> None:
    stamp_by(stamping, authority)
    hand_out(NOW)
    earlier = bytes(TimeStamp.objects.get().answer)
    replaying = Receiver(lambda _body: earlier)
    try:
        add_anchor("timestamp", replaying.url, every=HOUR, now=NOW)
        assert hand_out(NOW) == 0
    finally:
        replaying.close()
    told = Anchor.objects.get(target=replaying.url).last_error
    assert told == "The authority stamped something else."


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (503, "The authority answered with status 503."),
        (200, "The authority's answer is no time stamp."),
    ],
)
def test_an_authority_that_answers_otherwise_is_told(
    checkpoint: Checkpoint, receiver: Receiver, status: int, told: str
) -> None:
    receiver.status = status
    add_anchor("timestamp", receiver.url, every=HOUR, now=NOW)
    assert hand_out(NOW) == 0
    assert Anchor.objects.get().last_error == told


@pytest.mark.parametrize("kind", ["timestamp", "email"])
def test_certificates_must_be_some_and_an_authoritys(world: World, kind: str) -> None:
    with pytest.raises(AnchorError):
        add_anchor(
            kind,
            "https://x/" if kind == "timestamp" else "a@example.com",
            every=HOUR,
            now=NOW,
            ca_certificates="none",
        )


def test_the_command_adds_tries_lists_and_removes(
    checkpoint: Checkpoint, receiver: Receiver
) -> None:
    out = io.StringIO()
    call_command("audit_anchor", "add", "webhook", receiver.url, stdout=out)
    assert "shown this once only" in out.getvalue()
    anchor_id = str(Anchor.objects.get().id)
    call_command("audit_anchor", "test", anchor_id, stdout=out)
    assert len(receiver.bodies) == 1
    call_command("audit_anchor", "list", stdout=out)
    assert "has checkpoint 1, 0 seconds behind." in out.getvalue()
    call_command("audit_anchor", "remove", anchor_id, stdout=out)
    for unknown in (anchor_id, "no-uuid"):
        with pytest.raises(CommandError, match="There is no anchor"):
            call_command("audit_anchor", "test", unknown)
    with pytest.raises(CommandError, match="whole path"):
        call_command("audit_anchor", "add", "file", "here")
