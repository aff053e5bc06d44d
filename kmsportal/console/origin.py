"""Where a browser's request came from, as policies and events see it."""

from django.conf import settings
from django.http import HttpRequest

from kmsportal.core.call import Door, Origin


def origin_of(http: HttpRequest) -> Origin:
    return Origin(
        door=Door.CONSOLE,
        source_ip=source_ip(http),
        user_agent=http.headers.get("User-Agent", ""),
        is_secure=http.is_secure(),
    )


def source_ip(http: HttpRequest) -> str:
    """Return the client's address, from the portal's own front where there is one.

    The front reaches this process over a local socket, which has no address, and
    writes ``X-Forwarded-For`` itself; from anybody else the header is a claim.
    """
    peer: str = http.META.get("REMOTE_ADDR", "")
    if peer and peer not in settings.KMSPORTAL_TRUSTED_PROXIES:
        return peer
    forwarded = http.headers.get("X-Forwarded-For", "")
    return forwarded.rpartition(",")[2].strip() or peer
