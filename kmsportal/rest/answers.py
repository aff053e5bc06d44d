"""From an operation's result to an answer of REST."""

from collections.abc import Mapping
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from kmsportal.core.shapes import Params, Result
from kmsportal.rest.members import rest_value
from kmsportal.rest.route import NEXT, Made, Route


def answer(
    route: Route, params: Params, result: Result, *, request: Request
) -> Response:
    """Render ``result``, with its address if it is new and that of the next page."""
    members = rest_value(result)
    response = Response(members if route.has_answer else None, status=route.status)
    if route.locate is not None:
        response.headers["Location"] = route.locate(Made(params, result))
    cursor = _next_page(members)
    if cursor is not None and not route.has_body:
        address = _with_cursor(request, cursor)
        response.headers["Link"] = f'<{address}>; rel="next"'
    return response


def _next_page(members: Mapping[str, Any]) -> str | None:
    return next((members[name] for name in NEXT if members.get(name)), None)


def _with_cursor(request: Request, cursor: str) -> str:
    query = request.query_params.copy()
    query["cursor"] = cursor
    return f"{request.path}?{query.urlencode()}"
