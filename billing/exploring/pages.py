"""Pages of Cost Explorer: a token is good for the very same question."""

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from billing.pages import page_of
from kmsportal.core.call import Call
from kmsportal.core.errors import InvalidMarkerException, InvalidNextTokenException

Item = TypeVar("Item")


def page_of_rows(
    items: Sequence[Item],
    *,
    limit: int | None,
    token: str | None,
    call: Call,
    without: Sequence[str],
) -> tuple[Sequence[Item], str | None]:
    """Return a page and the token of the next one.

    InvalidNextTokenException for a token of another question; the members
    ``without`` may differ.
    """
    same = msgspec.structs.replace(call.params, **dict.fromkeys(without))
    scope = (call.account_id, call.operation.name, msgspec.json.encode(same).decode())
    try:
        return page_of(items, limit=limit, token=token, scope=scope)
    except InvalidMarkerException:
        raise InvalidNextTokenException(
            "The page token is not one of this request."
        ) from None
