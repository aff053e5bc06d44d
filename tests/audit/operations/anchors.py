"""Anchors for tests, made by a management account."""

from typing import Any

from tests.world import Client

EMAIL = {"Kind": "EMAIL", "Target": "auditor@example.com"}


def make_anchor(client: Client, **members: Any) -> dict[str, Any]:
    asked = members or EMAIL
    answer = client.perform("portal", "CreateAuditAnchor", **asked)
    made: dict[str, Any] = answer["Anchor"]
    return made


def anchors(client: Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.perform("portal", "ListAuditAnchors")[
        "Anchors"
    ]
    return found
