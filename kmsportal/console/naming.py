"""What people call a key."""

from kmsportal.console.request import ConsoleRequest

_ENOUGH = 100


def alias_by_key(request: ConsoleRequest) -> dict[str, str]:
    """Return an alias of each key by key id, of the first hundred aliases."""
    listed = request.panel("ListAliases", limit=_ENOUGH).result
    aliases = listed.aliases if listed else ()
    return {alias.target_key_id: alias.alias_name for alias in reversed(aliases)}
