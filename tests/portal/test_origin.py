"""Where a request came from, past the proxies that are trusted."""

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from kmsportal.core.call import Door
from kmsportal.portal.origin import origin_of, source_ip

TRUSTED = ["10.0.0.0/8", "192.0.2.1"]


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("", "198.51.100.1", "198.51.100.1"),
        ("", "", ""),
        ("", "203.0.113.5, 198.51.100.1", "198.51.100.1"),
        ("192.0.2.1", "198.51.100.1", "198.51.100.1"),
        ("10.1.2.3", "198.51.100.1, 10.9.9.9", "198.51.100.1"),
        ("10.1.2.3", "nonsense", "10.1.2.3"),
        ("10.1.2.3", "nonsense, 198.51.100.1", "198.51.100.1"),
        ("::ffff:10.1.2.3", "2001:db8::1", "2001:db8::1"),
        ("", "::ffff:198.51.100.1", "198.51.100.1"),
    ],
)
def test_the_last_address_that_no_trusted_proxy_has_is_the_client(
    peer: str, forwarded: str, client: str, settings: Settings
) -> None:
    settings.KMSPORTAL_TRUSTED_PROXIES = TRUSTED
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers)
    assert source_ip(request) == client


def test_an_origin_says_door_agent_and_host() -> None:
    request = RequestFactory().get("/", headers={"User-Agent": "x", "Host": "h"})
    origin = origin_of(request, Door.REST)
    found = (origin.door, origin.user_agent, origin.host, origin.is_secure)
    assert found == (Door.REST, "x", "h", False)
