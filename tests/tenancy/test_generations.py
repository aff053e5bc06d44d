"""A snapshot is acted on only while its generation holds and the lease runs."""

import time

import pytest
from pytest_django import Settings

from kmsportal.tenancy.generations import Generations, bump
from kmsportal.tenancy.models import Account
from kmsportal.tenancy.snapshots import SnapshotCache, SnapshotMissing
from tests.world import NOW, Client, World

pytestmark = pytest.mark.django_db


def test_without_a_poller_the_database_is_asked(alice: Client) -> None:
    known = Generations()
    generation = known.watch(alice.account_id)

    assert known.is_current(alice.account_id, generation, may_wait=True)
    assert not known.is_current(alice.account_id, generation, may_wait=False)

    bump(alice.account_id)
    assert not known.is_current(alice.account_id, generation, may_wait=True)


def test_an_account_that_is_gone_has_no_current_snapshot(world: World) -> None:
    account = Account.objects.create(
        id="999999999999", organisation=world.organisation, name="gone", created_at=NOW
    )
    known = Generations()
    generation = known.watch(account.id)

    account.delete()

    assert not known.is_current("999999999999", generation, may_wait=True)


def test_a_cache_answers_from_memory_until_a_change(alice: Client) -> None:
    cache: SnapshotCache[str, str] = SnapshotCache()
    loads = iter(["first", "second"])

    def find() -> str:
        return cache.find(
            "name",
            account_id=alice.account_id,
            load=lambda: next(loads),
            may_wait=True,
        )

    assert [find(), find()] == ["first", "first"]
    bump(alice.account_id)
    assert find() == "second"


def test_where_waiting_is_not_allowed_the_database_is_not_asked(
    alice: Client,
) -> None:
    cache: SnapshotCache[str, str] = SnapshotCache()

    with pytest.raises(SnapshotMissing):
        cache.find(
            "name",
            account_id=alice.account_id,
            load=lambda: "loaded",
            may_wait=False,
        )


def test_a_cache_is_bounded(alice: Client, settings: Settings) -> None:
    settings.KMSPORTAL_SNAPSHOT_CACHE_SIZE = 2
    cache: SnapshotCache[str, str] = SnapshotCache()
    for name in ("a", "b", "c"):
        cache.find(
            name,
            account_id=alice.account_id,
            load=lambda name=name: name,  # type: ignore[misc]  # bound per turn
            may_wait=True,
        )

    remembered = [name for name in "abc" if cache.recall(name, may_wait=True)]

    assert remembered == ["b", "c"]


@pytest.mark.django_db(transaction=True)
def test_a_poller_learns_of_a_change_and_its_lease_ends_with_it(
    world_account: str, settings: Settings
) -> None:
    settings.KMSPORTAL_LEASE_MS = 60_000
    settings.KMSPORTAL_POLL_MS = 5
    known = Generations()
    generation = known.watch(world_account)
    known.start()
    try:
        assert known.is_current(world_account, generation, may_wait=False)
        bump(world_account)
        deadline = time.monotonic() + 10
        while known.is_current(world_account, generation, may_wait=False):
            assert time.monotonic() < deadline
    finally:
        known.stop()

    assert not known.is_current(world_account, generation, may_wait=False)


@pytest.mark.django_db(transaction=True)
def test_when_the_lease_has_run_out_nothing_is_current(
    world_account: str, settings: Settings
) -> None:
    settings.KMSPORTAL_LEASE_MS = 0
    settings.KMSPORTAL_POLL_MS = 60_000
    known = Generations()
    generation = known.watch(world_account)
    known.start()
    try:
        assert not known.is_current(world_account, generation, may_wait=False)
        assert known.is_current(world_account, generation, may_wait=True)
    finally:
        known.stop()
