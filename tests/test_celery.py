"""Scheduled work through the embedded broker: found, done, and never heaped up."""

from datetime import timedelta
from pathlib import Path

from audit.models import Checkpoint
from kmsportal.celery import (
    TICK_SECONDS,
    app,
    deliver_trails,
    prove_audit,
    run_due_work,
)
from tests.audit.proof.worlds import grow
from tests.servers.portal import RunningPortal
from tests.servers.processes import wait_until
from tests.world import World


def test_work_is_looked_for_every_two_seconds_and_messages_expire() -> None:
    entry = app.conf.beat_schedule["run-due-work"]
    assert entry["task"] == run_due_work.name
    assert entry["schedule"] == TICK_SECONDS == 2.0
    assert entry["options"]["expires"] <= timedelta(seconds=10).total_seconds()


def test_trails_are_delivered_every_five_seconds(db: None) -> None:
    entry = app.conf.beat_schedule["deliver-trails"]
    assert entry["task"] == deliver_trails.name
    assert entry["schedule"] == entry["options"]["expires"] == 5.0
    deliver_trails()


def test_the_audit_is_proven_on_the_clock(world: World) -> None:
    grow()
    prove_audit()
    assert Checkpoint.objects.count() == 1
    prove_audit()
    assert Checkpoint.objects.count() == 1


def test_a_second_run_finds_nothing_to_do(db: None) -> None:
    run_due_work()
    run_due_work()


def test_messages_are_taken_and_the_folder_does_not_grow(portal: RunningPortal) -> None:
    broker = portal.data_dir / "broker"
    seen: set[Path] = set()

    def three_have_come_and_gone() -> bool:
        waiting = set(broker.glob("*.msg"))
        seen.update(waiting)
        return len(seen - waiting) >= 3

    wait_until(three_have_come_and_gone)
    assert len(list(broker.glob("*.msg"))) <= 2
    assert list((broker / "taken").iterdir()) == []
