"""Where a request came from, as policies and events see it."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

from kmsportal.core.call import Door, Origin

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def origin_of(http: HttpRequest, door: Door) -> Origin:
    return Origin(
        door=door,
        source_ip=source_ip(http),
        user_agent=http.headers.get("User-Agent", ""),
        is_secure=http.is_secure(),
        host=http.headers.get("Host", ""),
    )


def source_ip(http: HttpRequest) -> str:
    """Return the client's address, as the portal's own front has seen it.

    The front reaches this process over a local socket, which has no address, or from
    one of ``KMSPORTAL_TRUSTED_PROXIES``; from anybody else ``X-Forwarded-For`` is only
    a claim. Each proxy appends whom it saw, so the last stranger is the client.
    """
    seen: str = http.META.get("REMOTE_ADDR", "")
    for text in reversed(http.headers.get("X-Forwarded-For", "").split(",")):
        address = _address(text.strip())
        if address is None or not _is_trusted(seen):
            break
        seen = str(address)
    return seen


def _is_trusted(peer: str) -> bool:
    if not peer:
        return True
    address = _address(peer)
    return address is not None and any(
        address in ipaddress.ip_network(network.strip(), strict=False)
        for network in settings.KMSPORTAL_TRUSTED_PROXIES
    )


def _address(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
