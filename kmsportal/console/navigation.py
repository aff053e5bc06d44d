"""The pages that the navigation leads to."""

from collections.abc import Sequence
from typing import NamedTuple

from django.urls import reverse

_SECTIONS: Sequence[tuple[str, Sequence[tuple[str, str, str]]]] = (
    (
        "",
        (
            ("dashboard", "Dashboard", "layout-dashboard"),
            ("keys", "Keys", "key-round"),
            ("aliases", "Aliases", "tag"),
            ("events", "Event history", "scroll-text"),
            ("trails", "Trails", "history"),
            ("destinations", "Destinations", "scroll-text"),
            ("alerts", "Alerts", "shield-check"),
            ("proof", "Proof", "shield-check"),
            ("cost", "Cost", "receipt-text"),
        ),
    ),
    (
        "Access",
        (
            ("people", "People", "building-2"),
            ("identities users", "Users", "user-round"),
            ("identities groups", "Groups", "users-round"),
            ("identities roles", "Roles", "user-round-cog"),
            ("policies", "Policies", "file-lock"),
            ("providers", "Identity providers", "fingerprint"),
            ("explain", "Explain access", "shield-check"),
            ("access", "Your access", "id-card"),
        ),
    ),
)


class Item(NamedTuple):
    """One entry; the current one is the page itself or one above it."""

    name: str
    icon: str
    url: str
    is_current: bool


class Section(NamedTuple):
    """Entries under a title; the first section has none."""

    title: str
    items: Sequence[Item]


def sections(account_id: str, region: str, path: str) -> Sequence[Section]:
    """Return the entries for an account and Region, seen from ``path``."""
    place = (account_id, region)
    home = reverse("console:dashboard", args=place)
    found = []
    for title, entries in _SECTIONS:
        items = []
        for route, name, icon in entries:
            url = _url(route, place)
            is_current = path == url or (url != home and path.startswith(url))
            items.append(Item(name, icon, url, is_current))
        found.append(Section(title, items))
    return found


def _url(route: str, place: tuple[str, str]) -> str:
    """Return the address of a route and, after a blank, its own argument."""
    name, *argument = route.split()
    return reverse(f"console:{name}", args=(*place, *argument))
