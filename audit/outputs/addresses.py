"""Which addresses the portal goes out to: a tenant must not reach what only it can.

A name is resolved once, every address it has is judged, and the connection goes to
the judged address: a name that changes its mind in between (DNS rebinding) gains
nothing.
"""

import fnmatch
import ipaddress
import socket
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from audit.outputs.refusals import OutputError

_PORTS = {"https": 443, "http": 80, "tls": 6514}
_GLOBAL_IPV6 = ipaddress.ip_network("2000::/3")
# Both carry an IPv4 address that their gateway would go to: 6to4 and Teredo.
_CARRIERS = (ipaddress.ip_network("2002::/16"), ipaddress.ip_network("2001::/32"))


class Endpoint(NamedTuple):
    """An address as it was written."""

    scheme: str
    host: str
    port: int

    @property
    def is_private_allowed(self) -> bool:
        """Whether the operator lets outputs go to this host wherever it is."""
        rules: list[str] = settings.KMSPORTAL_OUTPUT_PRIVATE_HOSTS
        return any(fnmatch.fnmatchcase(self.host, rule) for rule in rules)


def read_endpoint(url: str, *schemes: str) -> Endpoint:
    """Read and judge an address as far as its text tells; OutputError."""
    try:
        parts = urlsplit(url)
        endpoint = Endpoint(
            parts.scheme, (parts.hostname or "").lower(), parts.port or 0
        )
    except ValueError:
        raise OutputError("The address cannot be read.") from None
    if endpoint.scheme not in schemes or not endpoint.host:
        allowed = " or ".join(f"{scheme}://" for scheme in schemes)
        raise OutputError(f"The address must begin with {allowed} and name a host.")
    if parts.username or parts.password or not url.isprintable() or " " in url:
        raise OutputError("The address must hold no user, password or space.")
    if endpoint.scheme == "http" and not endpoint.is_private_allowed:
        raise OutputError("The address must begin with https://.")
    endpoint = endpoint._replace(port=endpoint.port or _PORTS[endpoint.scheme])
    _require_public_literal(endpoint)
    return endpoint


def resolve(endpoint: Endpoint) -> str:
    """Return the IP address to connect to; OutputError where it must not be."""
    try:
        found = socket.getaddrinfo(
            endpoint.host, endpoint.port, type=socket.SOCK_STREAM
        )
    except (OSError, UnicodeError):
        raise OutputError(f"The name {endpoint.host} is not known.") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not endpoint.is_private_allowed:
        for address in addresses:
            require_public(address)
    return addresses[0]


def require_public(text: str) -> None:
    """Refuse an address that is not the public internet's, with an OutputError."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        is_public = address in _GLOBAL_IPV6 and not any(
            address in carrier for carrier in _CARRIERS
        )
    else:
        is_public = not address.is_multicast
    if not is_public or not address.is_global:
        raise OutputError(
            f"The address {text} is not a public one. The operator can allow the host"
            " (KMSPORTAL_OUTPUT_PRIVATE_HOSTS)."
        )


def _require_public_literal(endpoint: Endpoint) -> None:
    try:
        ipaddress.ip_address(endpoint.host)
    except ValueError:
        return
    if not endpoint.is_private_allowed:
        require_public(endpoint.host)
