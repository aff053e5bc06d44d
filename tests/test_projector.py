import asyncio
import os
import signal
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction

from audit import feed
from audit.cloudtrail import encode
from audit.ledger import append, ledger_writer
from audit.models import Chain, Event, EventResource, Segment, Watermark
from audit.projections import EventIndex
from kmsportal import projector
from kmsportal.core.record import LedgerEvent
from tests.audit.worlds import ALICE_ACCOUNT, MALLORY_ACCOUNT, NOON, event, user

pytestmark = pytest.mark.django_db(transaction=True)


class Tally:
    """A projection that remembers what it was given."""

    name = "tally"

    def __init__(self) -> None:
        self.times: list[int] = []
        self.fails = False

    def apply(self, events: Sequence[LedgerEvent]) -> None:
        if self.fails:
            raise ZeroDivisionError
        self.times += [event.time for event in events]

    def clear(self) -> None:
        self.times = []


def keep(*events: LedgerEvent, account_id: str = ALICE_ACCOUNT) -> None:
    with transaction.atomic():
        append(account_id, *events)


def write(*events: LedgerEvent) -> None:
    """Let a wire worker's writer write ``events`` and stop."""
    writer = ledger_writer()
    writer.start()

    async def main() -> None:
        await asyncio.gather(*(writer.commit(encode(e), e.time) for e in events))

    asyncio.run(main())
    writer.stop()


def rows() -> list[object]:
    kept = [*Event.objects.values(), *EventResource.objects.values()]
    return sorted(kept, key=str)


def test_each_event_is_applied_once_and_in_its_chains_order() -> None:
    tally = Tally()
    kept = [event(number) for number in range(5)]
    keep(kept[0], kept[1])
    assert projector.catch_up([tally]) == 2
    keep(kept[2])
    keep(*kept[3:])
    assert projector.catch_up([tally]) == 3
    assert projector.catch_up([tally]) == 0
    assert tally.times == [e.time for e in kept]


def test_chains_of_accounts_and_of_writers_are_both_read() -> None:
    tally = Tally()
    keep(event(1))
    keep(event(2), account_id=MALLORY_ACCOUNT)
    write(event(3), event(4))
    assert projector.catch_up([tally]) == 4


def test_a_closed_chain_is_read_to_its_end_and_left_alone() -> None:
    tally = Tally()
    write(event(1))
    projector.catch_up([tally])
    assert Watermark.objects.get().number == Segment.objects.count() == 2
    assert projector.run_once([tally]) == 0


def test_a_failed_application_is_tried_again_whole() -> None:
    tally = Tally()
    keep(event(1))
    tally.fails = True
    with pytest.raises(ExceptionGroup):
        projector.catch_up([tally])
    assert not Watermark.objects.exists()
    tally.fails = False
    assert projector.catch_up([tally]) == 1


def test_a_chain_that_cannot_be_read_holds_up_no_other() -> None:
    tally = Tally()
    keep(event(1))
    Segment.objects.update(payload=b"not an event")
    keep(event(2), account_id=MALLORY_ACCOUNT)
    with pytest.raises(ExceptionGroup):
        projector.run_once([tally])
    assert len(tally.times) == 1


def test_a_batch_another_process_has_applied_is_not_applied_again() -> None:
    first, second = Tally(), Tally()
    keep(event(1))
    (position,) = feed.pending("tally")
    projector.catch_up([first])
    assert projector._apply_batch(second, position) == 0  # noqa: SLF001 - the moment between
    assert (len(first.times), second.times) == (1, [])


def test_long_chains_are_applied_in_bounded_batches() -> None:
    sizes: list[int] = []

    class Sizes(Tally):
        def apply(self, events: Sequence[LedgerEvent]) -> None:
            sizes.append(len(events))

    for number in range(150):
        keep(event(number))
    assert projector.catch_up([Sizes()]) == 150
    assert max(sizes) <= 64


def test_a_rebuilt_projection_equals_the_live_one() -> None:
    keep(event(1), event(2))
    write(event(3, by=user(MALLORY_ACCOUNT)))
    projector.catch_up()
    live = rows()
    Event.objects.update(name="Forged")
    assert projector.rebuild(EventIndex()) == 3
    assert rows() == live
    assert len(live) == 8


def test_lag_is_the_age_of_the_oldest_pending_event() -> None:
    tally = Tally()
    now = NOON + timedelta(seconds=30)
    assert projector.lag(now, [tally]) == {"tally": timedelta(0)}
    keep(event(10))
    keep(event(20))
    assert projector.lag(now, [tally]) == {"tally": timedelta(seconds=20)}
    projector.catch_up([tally])
    assert projector.lag(now, [tally]) == {"tally": timedelta(0)}


def test_the_chains_of_dead_writers_are_retired() -> None:
    Chain.objects.create(name="writer:dead", created_at=NOON)
    assert projector.retire_idle_chains(NOON + timedelta(minutes=30)) == 0
    assert projector.retire_idle_chains(datetime.now(UTC) + timedelta(days=1)) == 1
    assert Chain.objects.get().closed_at is not None


def test_running_goes_on_until_told_to_stop() -> None:
    keep(event(1))
    stop = threading.Event()
    thread = threading.Thread(target=projector.run_until, args=[stop])
    thread.start()
    keep(event(2))
    while Event.objects.count() < 2:
        stop.wait(0.01)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


def test_the_command_stops_on_sigterm() -> None:
    keep(event(1))
    threading.Timer(0.3, os.kill, [os.getpid(), signal.SIGTERM]).start()
    call_command("run_projector")
    assert Event.objects.count() == 1
