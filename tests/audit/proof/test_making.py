from datetime import timedelta

import pytest
from django.db import connection

from audit.models import Chain, Checkpoint, LogEntry, LogKey, Segment
from audit.proof.keys import public_keys
from audit.proof.making import make_checkpoint, make_due_checkpoint, rotate
from audit.verifier.log import Note
from audit.verifier.notes import NoteError, PublicKey, open_checkpoint
from audit.verify import verify
from audit.writer_chain import WriterChain
from tests.audit.proof.worlds import grow
from tests.audit.worlds import ALICE_ACCOUNT, MALLORY_ACCOUNT
from tests.world import NOW, World

MINUTE = timedelta(minutes=1)


def note(anchored: Checkpoint | None) -> Note:
    assert anchored is not None
    return Note("anchor", anchored.note)


@pytest.fixture
def writer(world: World) -> WriterChain:
    """Give a writer's open chain of three segments beside two accounts' chains."""
    grow(ALICE_ACCOUNT, 3)
    grow(MALLORY_ACCOUNT)
    writer = WriterChain()
    for number in range(3):
        writer.append([b"{}"], number, number)
    return writer


def problems(*anchors: Note, keys: tuple[PublicKey, ...] = ()) -> list[str]:
    return [str(finding) for finding in verify(anchors, keys).findings]


def test_a_checkpoint_signs_the_heads_of_all_chains(writer: WriterChain) -> None:
    made = make_checkpoint(NOW)
    assert made is not None
    opened = open_checkpoint(made.note, public_keys())
    assert (opened.size, opened.time) == (3, int(NOW.timestamp()))
    ends = LogEntry.objects.order_by("chain_name").values_list("last_number", flat=True)
    assert list(ends) == [3, 1, 3]
    assert verify().checkpoints == 1


def test_a_quiet_ledger_gets_no_second_checkpoint(writer: WriterChain) -> None:
    assert make_checkpoint(NOW) is not None
    assert make_checkpoint(NOW + MINUTE) is None


def test_the_next_checkpoint_continues_the_log(writer: WriterChain) -> None:
    first = make_checkpoint(NOW)
    writer.append([b"{}", b"[]"], 9, 9)
    second = make_checkpoint(NOW + MINUTE)
    assert second is not None
    assert second.size == 4
    assert problems(note(first), note(second)) == []


def test_a_checkpoint_is_due_after_the_interval(writer: WriterChain) -> None:
    assert make_due_checkpoint(NOW) is not None
    grow()
    assert make_due_checkpoint(NOW + 4 * MINUTE) is None
    assert make_due_checkpoint(NOW + 5 * MINUTE) is not None


def test_a_cut_tail_of_an_open_writers_chain_is_found(writer: WriterChain) -> None:
    make_checkpoint(NOW)
    name = Chain.objects.get(name__startswith="writer:").name
    Segment.objects.filter(chain_name=name, number=3).delete()
    assert problems() == [
        f"{name}, segment 3: it is gone, but checkpoint has seen it.",
        (
            f"{name}, log entry 2: segments 1 to 3 were signed, but only 2 of them are"
            " there."
        ),
    ]


def test_a_cut_log_is_found_against_an_anchor(writer: WriterChain) -> None:
    make_checkpoint(NOW)
    grow()
    anchored = make_checkpoint(NOW + MINUTE)
    LogEntry.objects.filter(index=3).delete()
    Checkpoint.objects.filter(number=2).delete()
    assert problems(note(anchored)) == [
        (
            "anchor: it covers 4 entries of the log, but there are only 3: the end was"
            " cut off."
        )
    ]


def test_a_ledger_written_anew_is_found_against_an_anchor(writer: WriterChain) -> None:
    anchored = make_checkpoint(NOW)
    for table in (LogEntry, Checkpoint, Segment, Chain):
        table.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_watermark")
    for number in range(3):
        grow(f"11111111111{number}")
    make_checkpoint(NOW)
    assert problems() == []
    assert problems(note(anchored)) == [
        "anchor: the log is not the one that it signed: it was rewritten."
    ]


def test_another_installations_signature_is_not_believed(writer: WriterChain) -> None:
    keys = tuple(public_keys())
    made = make_checkpoint(NOW)
    keys = tuple(public_keys())
    LogKey.objects.all().delete()
    Checkpoint.objects.all().delete()
    LogEntry.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_watermark")
    make_checkpoint(NOW)
    assert made is not None
    assert problems() == []
    assert problems(keys=keys) == [
        "checkpoint 1: no key that is trusted has signed it with Ed25519 and ML-DSA-65."
    ]


def test_new_keys_are_introduced_by_the_old(writer: WriterChain) -> None:
    make_checkpoint(NOW)
    old = public_keys()
    grow()
    introduced = rotate(NOW + MINUTE)
    grow()
    later = make_checkpoint(NOW + 2 * MINUTE)
    new = [key for key in public_keys() if key not in old]
    assert len(new) == 2
    open_checkpoint(note(introduced).text, old)
    open_checkpoint(note(introduced).text, new)
    open_checkpoint(note(later).text, new)
    with pytest.raises(NoteError):
        open_checkpoint(note(later).text, old)
    assert problems() == []


def test_private_keys_are_sealed(writer: WriterChain) -> None:
    make_checkpoint(NOW)
    sealed = [bytes(key.sealed) for key in LogKey.objects.all()]
    assert [len(secret) for secret in sealed] == [61, 61]
    assert "installation" not in repr(LogKey.objects.first())
