"""PutSavedSearch: filters with a name."""

from typing import Any

import pytest

from audit.operations import put_saved_search
from tests.world import Client, refused

FILTERS = {"EventName": "Decrypt", "ErrorsOnly": True, "Fields": ["readOnly=true"]}


def saved(client: Client, name: str = "refused", **members: Any) -> dict[str, Any]:
    asked = {"Name": name, "Filters": FILTERS} | members
    found: dict[str, Any] = client.perform("portal", "PutSavedSearch", **asked)
    return found["SavedSearch"]  # type: ignore[no-any-return]  # a plain value


def test_the_filters_come_back_as_they_were_given(alice: Client) -> None:
    moment = "2026-11-01T00:00:00.000Z"
    shown = saved(alice, Filters=FILTERS | {"StartTime": moment, "ReadOnly": False})
    assert shown["Filters"]["ReadOnly"] is False
    assert shown["Filters"].items() >= FILTERS.items()
    assert (shown["IsOwn"], shown["Shared"]) == (True, False)


def test_a_name_that_is_taken_gets_the_new_filters(alice: Client) -> None:
    saved(alice)
    saved(alice, Filters={"EventName": "Encrypt"}, Shared=True)
    (only,) = alice.perform("portal", "ListSavedSearches")["SavedSearches"]
    assert only["Filters"] == {"EventName": "Encrypt"}
    assert only["Shared"] is True


@pytest.mark.parametrize(
    "filters",
    [
        {"Fields": ["no equals sign"]},
        {"PortalEvents": True, "EventSource": "kms.amazonaws.com"},
    ],
)
def test_filters_that_cannot_be_searched_by_are_refused(
    alice: Client, filters: dict[str, Any]
) -> None:
    with refused("ValidationException"):
        saved(alice, Filters=filters)


def test_there_is_a_bound(alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(put_saved_search, "_MOST", 1)
    saved(alice, "first")
    saved(alice, "first")
    with refused("LimitExceededException"):
        saved(alice, "second")


def test_a_stranger_s_search_of_that_name_is_another(
    alice: Client, mallory: Client
) -> None:
    saved(alice, Shared=True)
    saved(mallory, Filters={"EventName": "Sign"})
    (only,) = alice.perform("portal", "ListSavedSearches")["SavedSearches"]
    assert only["Filters"]["EventName"] == "Decrypt"
