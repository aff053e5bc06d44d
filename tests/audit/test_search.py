from typing import Any

import pytest
from django.db import connection

from audit import search
from audit.pages import Cursor
from audit.projections import EventIndex
from audit.search import Search, find
from kmsportal.core.moments import microseconds
from tests.audit.worlds import (
    ALICE_ACCOUNT,
    KEY_ARN,
    MALLORY_ACCOUNT,
    NOON,
    REGION,
    event,
    operation,
    user,
)

pytestmark = pytest.mark.django_db


def events(
    account_id: str,
    region: str,
    *,
    before: Cursor | None = None,
    limit: int = 50,
    **what: Any,
) -> search.Page:
    wanted = Search(account_id=account_id, region=region, **what)
    return find(wanted, before=before, limit=limit)


def seconds(page: search.Page) -> list[int]:
    return [row.time // 1_000_000 % 60 for row in page.events]


def index(*numbers: int) -> None:
    EventIndex().apply([event(number) for number in numbers])


def test_a_page_follows_its_cursor() -> None:
    index(1, 2, 3)
    first = events(ALICE_ACCOUNT, REGION, limit=2)
    second = events(ALICE_ACCOUNT, REGION, limit=2, before=first.next)
    assert (seconds(first), seconds(second)) == ([3, 2], [1])
    assert second.next is None


def test_another_account_and_another_region_have_nothing() -> None:
    index(1)
    assert events(MALLORY_ACCOUNT, REGION).events == []
    assert events(ALICE_ACCOUNT, "us-east-1").events == []


def test_both_ends_of_a_span_are_included() -> None:
    index(1, 2, 3)
    noon = microseconds(NOON)
    page = events(ALICE_ACCOUNT, REGION, first=noon + 1_000_000, last=noon + 2_000_000)
    assert seconds(page) == [2, 1]


def test_a_condition_without_an_index_looks_at_a_bounded_number_of_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search, "SCAN_LIMIT", 4)
    monkeypatch.setattr(search, "_CHUNK", 2)
    EventIndex().apply([event(0, of=operation(service="sts"))])
    index(1, 2, 3, 4, 5)
    sts = Search(
        account_id=ALICE_ACCOUNT,
        region=REGION,
        columns={"source": "sts.amazonaws.com"},
    )
    first = find(sts, before=None, limit=10)
    assert first.events == []
    assert first.next is not None
    assert seconds(find(sts, before=first.next, limit=10)) == [0]


def test_several_conditions_hold_together() -> None:
    EventIndex().apply([event(1, by=user(name="Carol")), event(2), event(3)])
    columns = {"username": "Carol", "name": "Encrypt"}
    page = events(ALICE_ACCOUNT, REGION, resource=KEY_ARN, columns=columns)
    assert seconds(page) == [1]
    assert page.next is None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's words")
@pytest.mark.parametrize("before", [None, Cursor(5, "x")])
@pytest.mark.parametrize(
    ("asked", "index_name"),
    [
        ({}, "event_by_time"),
        ({"columns": {"name": "Encrypt"}}, "event_by_name"),
        ({"columns": {"username": "Alice"}}, "event_by_username"),
        ({"columns": {"principal_arn": user().arn}}, "event_by_username"),
        (
            {"columns": {"principal_arn": user(MALLORY_ACCOUNT).arn}},
            "event_by_foreign_principal",
        ),
        ({"columns": {"is_read_only": True}}, "event_by_time"),
        ({"columns": {"access_key_id": "AKIA"}}, "event_by_access_key"),
        ({"columns": {"is_read_only": False}}, "event_of_a_change"),
        ({"columns": {"is_error": True, "name": "Encrypt"}}, "event_of_an_error"),
        ({"resource": KEY_ARN, "columns": {"name": "Encrypt"}}, "audit_eventresource"),
    ],
)
def test_candidates_come_from_an_index_already_in_order(
    asked: dict[str, object], index_name: str, before: Cursor | None
) -> None:
    wanted = {"account_id": ALICE_ACCOUNT, "region": REGION, "first": 1} | asked
    plan = search._places(Search(**wanted), before).explain()  # type: ignore[arg-type]  # noqa: SLF001 - the plan is what matters
    assert index_name in plan
    assert "SEARCH" in plan
    assert "TEMP B-TREE" not in plan
