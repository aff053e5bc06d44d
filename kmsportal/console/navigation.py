"""The pages that the navigation leads to."""

from collections.abc import Sequence
from typing import NamedTuple

from django.urls import reverse

_ITEMS = (
    ("dashboard", "Dashboard", "layout-dashboard"),
    ("keys", "Keys", "key-round"),
    ("aliases", "Aliases", "tag"),
    ("events", "Event history", "scroll-text"),
    ("trails", "Trails", "shield-check"),
    ("destinations", "Destinations", "scroll-text"),
    ("alerts", "Alerts", "shield-check"),
    ("cost", "Cost", "receipt-text"),
    ("explain", "Explain access", "shield-check"),
    ("people", "People", "user-round"),
    ("access", "Your access", "id-card"),
)


class Item(NamedTuple):
    """One entry; the current one is the page itself or one above it."""

    name: str
    icon: str
    url: str
    is_current: bool


def items(account_id: str, region: str, path: str) -> Sequence[Item]:
    """Return the entries for an account and Region, seen from ``path``."""
    home = reverse("console:dashboard", args=(account_id, region))
    found = []
    for route, name, icon in _ITEMS:
        url = reverse(f"console:{route}", args=(account_id, region))
        is_current = path == url or (url != home and path.startswith(url))
        found.append(Item(name, icon, url, is_current))
    return found
