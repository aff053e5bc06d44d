import io

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import QuerySet

from audit import feed
from audit.ledger import append
from audit.models import Chain, Segment
from audit.verify import verify
from audit.writer_chain import WriterChain, close_chain
from tests.audit.worlds import ALICE_ACCOUNT, event

pytestmark = pytest.mark.django_db
CHAIN = f"account:{ALICE_ACCOUNT}"


@pytest.fixture
def chain() -> str:
    """Give an account's chain of four segments."""
    for number in range(4):
        with transaction.atomic():
            append(ALICE_ACCOUNT, event(number), event(number + 10))
    return CHAIN


@pytest.fixture
def writers() -> str:
    """Give a writer's chain of three segments, still open."""
    chain = WriterChain()
    for number in range(3):
        chain.append([b"{}"], number, number)
    return Chain.objects.get().name


def problems() -> list[str]:
    return [str(finding) for finding in verify().findings]


def segment(number: int) -> QuerySet[Segment]:
    return Segment.objects.filter(number=number)


def test_an_untouched_ledger_is_whole(chain: str) -> None:
    verification = verify()
    assert verification.findings == []
    assert (verification.chains, verification.segments) == (1, 4)
    assert verification.events == 8


def test_a_changed_event_is_found(chain: str) -> None:
    payload = bytes(segment(2).get().payload).replace(b"Alice", b"Carol", 1)
    segment(2).update(payload=payload)
    assert problems() == [
        f"{CHAIN}, segment 2: its events are not those of its Merkle root."
    ]


def test_a_missing_segment_is_found(chain: str) -> None:
    segment(2).delete()
    assert problems() == [f"{CHAIN}, segment 2: it is missing."]


def test_a_cut_tail_is_found(chain: str) -> None:
    segment(4).delete()
    assert problems() == [f"{CHAIN}, segment 4: it is gone: the chain was cut."]


def test_a_cut_tail_of_a_writer_is_found_when_it_was_projected(writers: str) -> None:
    feed.advance("tally", feed.Batch(writers, after=0, last=3, events=()))
    segment(3).delete()
    assert problems() == [f"{writers}, segment 3: it is gone, but tally has seen it."]


def test_a_rewritten_segment_breaks_the_next_link(chain: str) -> None:
    segment(2).update(hash=b"x" * 32)
    assert problems() == [
        f"{CHAIN}, segment 2: its hash does not cover its header.",
        f"{CHAIN}, segment 3: it does not link to the segment before.",
    ]


def test_a_moved_time_is_found(chain: str) -> None:
    segment(1).update(first_time=0)
    assert problems() == [f"{CHAIN}, segment 1: its hash does not cover its header."]


def test_an_added_segment_is_found(chain: str) -> None:
    Chain.objects.update(head_number=3, head_hash=segment(3).get().hash)
    assert problems() == [f"{CHAIN}, segment 4: the chain should end at 3."]


def test_a_false_head_is_found(chain: str) -> None:
    Chain.objects.update(head_hash=b"x" * 32)
    assert problems() == [f"{CHAIN}, segment 4: its hash is not the chain's head."]


def test_a_chain_without_its_row_is_found(chain: str) -> None:
    Chain.objects.all().delete()
    assert problems() == [f"{CHAIN}, segment 4: its chain has no row."]


def test_an_open_writers_chain_is_whole(writers: str) -> None:
    assert problems() == []


def test_a_closed_writers_chain_is_whole(writers: str) -> None:
    close_chain(writers)
    assert problems() == []


def test_a_cut_end_of_a_closed_chain_is_found(writers: str) -> None:
    close_chain(writers)
    segment(4).delete()
    assert problems() == [f"{writers}, segment 4: it is gone: the chain was cut."]


def test_a_chain_closed_behind_its_rows_back_is_found(writers: str) -> None:
    close_chain(writers)
    Chain.objects.update(closed_at=None, head_number=0, head_hash=b"")
    assert problems() == [f"{writers}, segment 4: it closes a chain that is open."]


def test_the_command_says_that_all_is_well(chain: str) -> None:
    out = io.StringIO()
    call_command("verify_audit", stdout=out)
    assert "whole: 1 chains, 4 segments, 8 events" in out.getvalue()


def test_the_command_fails_and_says_why(chain: str) -> None:
    segment(2).delete()
    err = io.StringIO()
    with pytest.raises(CommandError, match="1 problems"):
        call_command("verify_audit", stderr=err)
    assert "segment 2: it is missing" in err.getvalue()
