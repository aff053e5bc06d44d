"""What people call a key."""

from typing import Any

from kmsportal.console.request import ConsoleRequest

_PAGE_SIZE = 100


def alias_by_key(request: ConsoleRequest) -> dict[str, str]:
    """Return an alias of each key by key id, of the first hundred aliases."""
    listed = request.panel("ListAliases", limit=_PAGE_SIZE).result
    aliases = listed.aliases if listed else ()
    return {alias.target_key_id: alias.alias_name for alias in reversed(aliases)}


def is_taken(request: ConsoleRequest, alias_name: str) -> bool:
    """Tell whether there is an alias of that name, looking through all pages."""
    marker = None
    while True:
        listed: Any = request.perform("ListAliases", limit=_PAGE_SIZE, marker=marker)
        if any(alias.alias_name == alias_name for alias in listed.aliases):
            return True
        if not listed.truncated:
            return False
        marker = listed.next_marker
