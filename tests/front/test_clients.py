"""Who a request comes from: forwarded headers count from trusted proxies only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmsportal.front.clients import Scope, TrustedProxies

PROXIES = TrustedProxies(["10.0.0.0/8", "192.0.2.1", "fd00::/8"])


def scope_of(peer: str, **headers: str) -> Scope:
    pairs = [
        (name.replace("_", "-").encode(), value.encode())
        for name, value in headers.items()
    ]
    return {"client": (peer, 1234), "scheme": "http", "headers": pairs}


def test_a_stranger_is_who_she_is() -> None:
    scope = scope_of("198.51.100.7", x_forwarded_for="1.2.3.4", host="kms")
    client = PROXIES.client_of(scope)
    assert (client.address, client.scheme, client.host) == (
        "198.51.100.7",
        "http",
        "kms",
    )


@pytest.mark.parametrize(
    ("forwarded_for", "expected"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("6.6.6.6, 203.0.113.9", "203.0.113.9"),
        ("203.0.113.9, 10.1.1.1, 192.0.2.1", "203.0.113.9"),
        ("203.0.113.9, fd00::1", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("10.1.1.1", "10.1.1.1"),
        ("203.0.113.9, nonsense", "10.9.9.9"),
        ("", "10.9.9.9"),
    ],
)
def test_the_nearest_untrusted_address_is_the_client(
    forwarded_for: str, expected: str
) -> None:
    scope = scope_of("10.9.9.9", x_forwarded_for=forwarded_for)
    assert PROXIES.client_of(scope).address == expected


def test_a_trusted_proxy_tells_the_scheme() -> None:
    scope = scope_of("10.9.9.9", x_forwarded_for="1.2.3.4", x_forwarded_proto="https")
    seen = PROXIES.see_through(scope)
    assert (seen["client"][0], seen["scheme"]) == ("1.2.3.4", "https")


def test_a_trusted_proxy_tells_the_tls_that_ended_there() -> None:
    told = {"x_forwarded_tls_version": "TLSv1.3", "x_forwarded_tls_cipher": "AES128-X"}
    assert PROXIES.see_through(scope_of("10.9.9.9", **told))["tls"] == (
        "TLSv1.3",
        "AES128-X",
    )
    assert PROXIES.client_of(scope_of("198.51.100.7", **told)).tls == ("", "")
    odd = {"x_forwarded_tls_version": "SSL", "x_forwarded_tls_cipher": "a b"}
    assert PROXIES.client_of(scope_of("10.9.9.9", **odd)).tls == ("", "")


def test_an_unknown_scheme_is_not_believed() -> None:
    scope = scope_of("10.9.9.9", x_forwarded_proto="gopher")
    assert PROXIES.client_of(scope).scheme == "http"


def test_without_trusted_proxies_nothing_is_looked_at() -> None:
    scope = scope_of("10.9.9.9", x_forwarded_for="1.2.3.4")
    assert TrustedProxies([]).see_through(scope) is scope


def test_a_misspelt_network_is_refused() -> None:
    with pytest.raises(ValueError, match="does not appear to be"):
        TrustedProxies(["10.0.0.0/99"])


@given(st.text(st.characters(codec="latin-1")))
def test_any_header_leaves_an_address(text: str) -> None:
    scope = scope_of("10.9.9.9")
    scope["headers"] = [(b"x-forwarded-for", text.encode("latin-1"))]
    assert PROXIES.client_of(scope).address
