"""Who a request really comes from, when proxies that we trust stand in between."""

import ipaddress
import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Scope = dict[str, Any]


# As nginx's ``$ssl_protocol`` and ``$ssl_cipher`` spell them, and CloudTrail too.
_TLS_VERSION = re.compile(r"TLSv1(\.[1-3])?")
_CIPHER_SUITE = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Client(msgspec.Struct, frozen=True):
    """The client's address, and the scheme and host that it used.

    ``tls`` is version and cipher suite of its connection, each empty when not known.
    """

    address: str
    scheme: str
    host: str
    tls: tuple[str, str] = ("", "")


class TrustedProxies:
    """The networks whose ``X-Forwarded-*`` headers are believed.

    Anybody can send these headers, so from everybody else they count for nothing.
    """

    def __init__(self, networks: Iterable[str]) -> None:
        """Take addresses or networks in CIDR form; ValueError for anything else."""
        self._networks: list[Network] = [
            ipaddress.ip_network(text.strip(), strict=False) for text in networks
        ]

    def __bool__(self) -> bool:
        """Whether any proxy is trusted at all."""
        return bool(self._networks)

    def client_of(self, scope: Scope) -> Client:
        """Return who sent the request, over which scheme and to which host."""
        peer = scope["client"][0] if scope.get("client") else ""
        scheme, host = scope["scheme"], header(scope, b"host")
        if not self._trusts(peer):
            return Client(address=peer, scheme=scheme, host=host)
        proto = header(scope, b"x-forwarded-proto").rpartition(",")[2].strip().lower()
        return Client(
            address=self._farthest(header(scope, b"x-forwarded-for"), peer),
            scheme=proto if proto in {"http", "https"} else scheme,
            host=header(scope, b"x-forwarded-host").rpartition(",")[2].strip() or host,
            tls=(
                _matching(_TLS_VERSION, header(scope, b"x-forwarded-tls-version")),
                _matching(_CIPHER_SUITE, header(scope, b"x-forwarded-tls-cipher")),
            ),
        )

    def see_through(self, scope: Scope) -> Scope:
        """Return ``scope`` with the real client's address, scheme and TLS in it."""
        if not self._networks:
            return scope
        client = self.client_of(scope)
        port = scope["client"][1] if scope.get("client") else 0
        return {
            **scope,
            "client": (client.address, port),
            "scheme": client.scheme,
            "tls": client.tls,
        }

    def _farthest(self, forwarded_for: str, peer: str) -> str:
        """Return the nearest address that is not a trusted proxy's.

        Each proxy appends whom it saw: from the right, the first stranger is the
        client, and whatever stands left of her is only what she claims.
        """
        seen = peer
        for text in reversed(forwarded_for.split(",")):
            address = _address(text.strip())
            if address is None:
                return seen
            seen = str(address)
            if not self._trusts(seen):
                return seen
        return seen

    def _trusts(self, text: str) -> bool:
        address = _address(text)
        return address is not None and any(address in n for n in self._networks)


def header(scope: Scope, name: bytes) -> str:
    """Return a header's values joined by commas, or an empty text."""
    headers: Sequence[tuple[bytes, bytes]] = scope["headers"]
    found = [value.decode("latin-1") for key, value in headers if key == name]
    return ", ".join(found)


def _matching(form: re.Pattern[str], text: str) -> str:
    return text if form.fullmatch(text) else ""


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address
