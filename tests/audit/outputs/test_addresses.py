"""Nothing goes where only the portal could reach."""

import socket
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.outputs.addresses import Endpoint, read_endpoint, require_public, resolve
from audit.outputs.refusals import OutputError


@pytest.fixture(autouse=True)
def _loopback(settings: Any) -> None:
    settings.KMSPORTAL_OUTPUT_PRIVATE_HOSTS = []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - refused here
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "ff02::1",
    ],
)
def test_what_is_not_public_is_refused(address: str) -> None:
    with pytest.raises(OutputError, match="not a public one"):
        require_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111"])
def test_public_addresses_are_fine(address: str) -> None:
    require_public(address)


@given(st.ip_addresses(v=4, network="127.0.0.0/8"))
def test_no_loopback_gets_through(address: object) -> None:
    with pytest.raises(OutputError):
        require_public(str(address))


def test_a_name_is_judged_by_every_address_it_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def both(*_: Any, **__: Any) -> list[Any]:
        return [(0, 0, 0, "", (text, 443)) for text in ("8.8.8.8", "127.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with pytest.raises(OutputError, match="not a public one"):
        resolve(Endpoint("https", "rebinding.example.com", 443))


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://example.com/",
        "https://",
        "https://user@example.com/",
        "https://[::1]/",
        "https://127.0.0.1/",
        "https://example.com:99999/",
        "https://exam ple.com/",
        "https://[",
        "x",
    ],
)
def test_what_cannot_be_meant_is_refused(url: str) -> None:
    with pytest.raises(OutputError):
        read_endpoint(url, "https", "http")
