"""Small answers that the front gives itself."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec

from kmsportal.front.clients import Scope, header

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width">
<h1>{title}</h1>
<p>{detail}</p>
</html>
"""


async def send_json(send: Any, status: int, body: Mapping[str, Any]) -> None:  # noqa: ANN401 - ASGI
    """Answer with JSON."""
    await _send(send, status, b"application/json", msgspec.json.encode(body))


async def send_refusal(scope: Scope, send: Any, status: int, detail: str) -> None:  # noqa: ANN401 - ASGI
    """Answer with a problem: a page for a browser, RFC 9457 JSON for a program."""
    title = HTTPStatus(status).phrase
    if "text/html" in header(scope, b"accept"):
        page = _PAGE.format(title=title, detail=detail).encode()
        await _send(send, status, b"text/html; charset=utf-8", page)
        return
    problem = {"type": "about:blank", "title": title, "status": status}
    body = msgspec.json.encode({**problem, "detail": detail})
    await _send(send, status, b"application/problem+json", body)


async def _send(send: Any, status: int, content_type: bytes, body: bytes) -> None:  # noqa: ANN401 - ASGI
    headers = [
        (b"content-type", content_type),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append((b"retry-after", b"2"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
