"""Which chains a projection is shown."""

import pytest
from django.db import connection, transaction

from audit import feed
from audit.ledger import append
from audit.models import Chain
from kmsportal import projector
from kmsportal.core.record import LedgerEvent
from tests.audit.worlds import ALICE_ACCOUNT, MALLORY_ACCOUNT, event

pytestmark = pytest.mark.django_db


class Silent:
    """A projection that keeps nothing."""

    def __init__(self, name: str) -> None:
        self.name = name

    def apply(self, events: object) -> None:
        """Take them in."""

    def clear(self) -> None:
        """Nothing is there."""


def keep(*events: LedgerEvent, account_id: str = ALICE_ACCOUNT) -> None:
    with transaction.atomic():
        append(account_id, *events)


def with_news() -> list[str]:
    return list(feed._with_news().values_list("name", flat=True))  # noqa: SLF001 - what is looked at


def test_a_chain_that_all_have_seen_is_not_looked_at_until_it_grows() -> None:
    both = [Silent("first"), Silent("second")]
    keep(event(1))
    projector.catch_up(both)
    assert with_news() == []
    keep(event(2))
    assert with_news() == [f"account:{ALICE_ACCOUNT}"]
    assert projector.catch_up(both) == 2


def test_a_chain_that_one_has_not_seen_stays() -> None:
    feed.pending("slow")
    keep(event(1))
    projector.catch_up([Silent("fast")])
    assert len(with_news()) == 1
    assert [name for name, _ in feed.pending("slow")] == [f"account:{ALICE_ACCOUNT}"]
    assert feed.pending("fast") == []


def test_a_new_projection_and_a_rebuilt_one_are_shown_every_chain() -> None:
    keep(event(1))
    keep(event(2), account_id=MALLORY_ACCOUNT)
    old = Silent("old")
    projector.catch_up([old])
    assert with_news() == []
    assert len(feed.pending("new")) == 2
    projector.catch_up([old, Silent("new")])
    assert with_news() == []
    assert projector.rebuild(old) == 2


def test_a_rebuilt_projection_lags_before_it_is_asked_what_is_pending() -> None:
    keep(event(1))
    projector.catch_up([Silent("old")])
    feed.restart("old")
    assert feed.oldest_pending_time("old") is not None


def test_a_projection_that_is_kept_no_more_holds_up_nothing() -> None:
    feed.pending("gone")
    keep(event(1))
    projector.catch_up([Silent("kept")])
    feed.forget_others(["kept"])
    assert feed.settle() == 1
    assert with_news() == []


def test_the_chain_of_a_living_writer_stays_until_it_is_closed() -> None:
    chain = Chain.objects.create(name="writer:x", created_at="2026-11-23T12:00:00Z")
    feed.pending("any")
    assert with_news() == [chain.name]
    assert feed.settle() == 0


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's words")
def test_only_the_index_of_chains_with_news_is_read() -> None:
    feed.pending("any")
    plan = feed._pending("any").order_by("name").values_list("name").explain()  # noqa: SLF001 - the plan is what matters
    assert "INDEX chain_with_news" in plan
