"""Cutting the lists of AWS Organizations into pages."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.utils.crypto import salted_hmac

from kmsportal.core.call import Call
from kmsportal.core.errors import InvalidInputException, InvalidMarkerException
from kmsportal.core.pages import open_marker, seal_marker

_LIMIT = 20
Item = TypeVar("Item")


def page_of(
    call: Call, items: Sequence[Item], *, by: Callable[[Item], str]
) -> tuple[tuple[Item, ...], str | None]:
    """Return the page that the call asks for, and the token of the next.

    ``by`` names an item: an order that stays when others come and go between pages.
    InvalidInputException for a token of another list.
    """
    params = call.params
    token = getattr(params, "next_token", None)
    limit = getattr(params, "max_results", None) or _LIMIT
    after = _read(call, token) if token else ""
    left = sorted((item for item in items if by(item) > after), key=by)
    is_last = len(left) <= limit
    next_token = None if is_last else _seal(call, by(left[limit - 1]))
    return tuple(left[:limit]), next_token


def _seal(call: Call, position: str) -> str:
    return seal_marker(position, secret=_secret(), scope=_scope(call))


def _read(call: Call, token: str) -> str:
    try:
        return open_marker(token, secret=_secret(), scope=_scope(call))
    except InvalidMarkerException as error:
        raise InvalidInputException(
            "You specified an invalid value for NextToken.",
            reason="INVALID_NEXT_TOKEN",
        ) from error


def _scope(call: Call) -> tuple[str, ...]:
    names = ("parent_id", "child_id", "child_type", "filter", "policy_id", "target_id")
    given = [str(getattr(call.params, name, "")) for name in names]
    return (call.account_id, call.operation.action, *given)


def _secret() -> bytes:
    return salted_hmac("kmsportal.organizations", "", algorithm="sha256").digest()
