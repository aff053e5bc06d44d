"""Pages of lines: a token that fits only the question it was given for."""

from collections.abc import Sequence
from typing import TypeVar

from django.conf import settings

from kmsportal.core.pages import open_marker, seal_marker

Item = TypeVar("Item")


def page_of(
    items: Sequence[Item],
    *,
    limit: int | None,
    token: str | None,
    scope: Sequence[str],
) -> tuple[Sequence[Item], str | None]:
    """Return a page and the token of the next one; all items without a ``limit``.

    InvalidMarkerException for a token of another question.
    """
    secret = settings.SECRET_KEY.encode()
    first = int(open_marker(token, secret=secret, scope=scope)) if token else 0
    if limit is None or first + limit >= len(items):
        return items[first:], None
    last = first + limit
    return items[first:last], seal_marker(str(last), secret=secret, scope=scope)
