"""VerifyMac: it says yes or raises; it never says no."""

import pytest

from tests.keys.making import MAC, make_key
from tests.world import Client, refused

ASKED = {"Message": b"order", "MacAlgorithm": "HMAC_SHA_256"}


@pytest.fixture
def hmac_key(alice: Client) -> str:
    return make_key(alice, "HMAC_256", MAC)


def test_a_mac_of_any_other_length_or_value_is_refused(
    alice: Client, hmac_key: str
) -> None:
    mac = alice.generate_mac(KeyId=hmac_key, **ASKED)["Mac"]
    for other in (mac[:16], mac[:-1], mac + b"\0", b"x", bytes([mac[0] ^ 1]) + mac[1:]):
        with refused("KMSInvalidMacException", None):
            alice.verify_mac(KeyId=hmac_key, **ASKED, Mac=other)


def test_the_mac_of_another_message_or_key_is_refused(
    alice: Client, hmac_key: str
) -> None:
    mac = alice.generate_mac(KeyId=hmac_key, **ASKED)["Mac"]
    with refused("KMSInvalidMacException", None):
        alice.verify_mac(
            KeyId=hmac_key, Message=b"other", MacAlgorithm="HMAC_SHA_256", Mac=mac
        )
    with refused("KMSInvalidMacException", None):
        alice.verify_mac(KeyId=make_key(alice, "HMAC_256", MAC), **ASKED, Mac=mac)


def test_a_dry_run_is_refused_after_the_mac(alice: Client, hmac_key: str) -> None:
    mac = alice.generate_mac(KeyId=hmac_key, **ASKED)["Mac"]
    with refused("DryRunOperationException"):
        alice.verify_mac(KeyId=hmac_key, **ASKED, Mac=mac, DryRun=True)
    with refused("KMSInvalidMacException", None):
        alice.verify_mac(KeyId=hmac_key, **ASKED, Mac=b"x", DryRun=True)


def test_a_key_for_something_else_is_refused(alice: Client, key: str) -> None:
    with refused(
        "InvalidKeyUsageException",
        f"{key} key usage is ENCRYPT_DECRYPT which is not valid for VerifyMac.",
    ):
        alice.verify_mac(KeyId=key, **ASKED, Mac=b"x")


def test_a_stranger_is_refused(alice: Client, mallory: Client, hmac_key: str) -> None:
    mac = alice.generate_mac(KeyId=hmac_key, **ASKED)["Mac"]
    with refused("AccessDeniedException"):
        mallory.verify_mac(KeyId=hmac_key, **ASKED, Mac=mac)
