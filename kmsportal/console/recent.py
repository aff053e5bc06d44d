"""The latest uses and changes, without the reads that pages like these make."""

from typing import NamedTuple

from kmsportal.console.request import Answer, ConsoleRequest, Panel
from kmsportal.core.errors import ServiceError

_READS = ("Describe", "Get", "List")
_USES = {"GetPublicKey", "GetParametersForImport"}
_OWN = "portal.kmsportal"
_PAGE_SIZE = 100
_MOST_PAGES = 5


class Recent(NamedTuple):
    """Events, newest first; not ``is_whole`` when older ones were not looked at."""

    events: list[Answer]
    is_whole: bool


def recent_events(request: ConsoleRequest, few: int, **filters: object) -> Panel:
    """Look for up to ``few`` telling events among the latest few hundred.

    Every look at a key is an event too, so the latest alone would show only looks.
    """
    try:
        return Panel(result=_search(request, few, filters))
    except ServiceError as error:
        return Panel(refusal=error)


def _search(request: ConsoleRequest, few: int, filters: dict[str, object]) -> Recent:
    found: list[Answer] = []
    token = None
    for _ in range(_MOST_PAGES):
        page = request.perform(
            "portal:SearchEvents", max_results=_PAGE_SIZE, next_token=token, **filters
        )
        found += [event for event in page.events if _is_telling(event)]
        token = page.next_token
        if token is None or len(found) >= few:
            break
    return Recent(found[:few], is_whole=token is None)


def _is_telling(event: Answer) -> bool:
    name: str = event.event_name
    is_look = name.startswith(_READS) and name not in _USES
    return not is_look and event.event_source != _OWN
