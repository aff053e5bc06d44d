"""GenerateMac: the HMAC of RFC 2104, as anybody with the key would compute it."""

import pytest

from tests.keys.ledger import last_record
from tests.keys.making import HMACS, MAC, SIGN, make_key
from tests.world import Client, refused


@pytest.mark.parametrize("spec", HMACS)
def test_a_mac_is_as_long_as_the_digest_and_verifies(alice: Client, spec: str) -> None:
    key, bits = make_key(alice, spec, MAC), spec[-3:]
    asked = {"KeyId": key, "Message": b"order", "MacAlgorithm": f"HMAC_SHA_{bits}"}
    made = alice.generate_mac(**asked)
    assert len(made["Mac"]) == int(bits) // 8
    assert (made["KeyId"], made["MacAlgorithm"]) == (key, f"HMAC_SHA_{bits}")
    assert alice.generate_mac(**asked)["Mac"] == made["Mac"]
    verified = alice.verify_mac(**asked, Mac=made["Mac"])
    assert verified == {
        "KeyId": key,
        "MacValid": True,
        "MacAlgorithm": f"HMAC_SHA_{bits}",
    }


def test_an_algorithm_of_another_spec_is_refused(alice: Client) -> None:
    key = make_key(alice, "HMAC_256", MAC)
    with refused(
        "InvalidKeyUsageException",
        "Algorithm HMAC_SHA_512 is incompatible with key spec HMAC_256.",
    ):
        alice.generate_mac(KeyId=key, Message=b"x", MacAlgorithm="HMAC_SHA_512")


def test_a_key_for_something_else_is_refused(alice: Client) -> None:
    key = make_key(alice, "ECC_NIST_P256", SIGN)
    with refused(
        "InvalidKeyUsageException",
        f"{key} key usage is SIGN_VERIFY which is not valid for GenerateMac.",
    ):
        alice.generate_mac(KeyId=key, Message=b"x", MacAlgorithm="HMAC_SHA_256")


def test_a_disabled_key_is_refused(alice: Client) -> None:
    key = make_key(alice, "HMAC_256", MAC)
    alice.disable_key(KeyId=key)
    with refused("DisabledException", f"{key} is disabled."):
        alice.generate_mac(KeyId=key, Message=b"x", MacAlgorithm="HMAC_SHA_256")


def test_a_dry_run_is_refused_last_of_all(alice: Client) -> None:
    key = make_key(alice, "HMAC_256", MAC)
    with refused("DryRunOperationException"):
        alice.generate_mac(
            KeyId=key, Message=b"x", MacAlgorithm="HMAC_SHA_256", DryRun=True
        )


def test_a_stranger_is_refused(alice: Client, mallory: Client) -> None:
    key = make_key(alice, "HMAC_256", MAC)
    with refused("AccessDeniedException"):
        mallory.generate_mac(KeyId=key, Message=b"x", MacAlgorithm="HMAC_SHA_256")


def test_the_event_shows_neither_message_nor_mac(alice: Client) -> None:
    key = make_key(alice, "HMAC_256", MAC)
    alice.generate_mac(KeyId=key, Message=b"x", MacAlgorithm="HMAC_SHA_256")
    record = last_record(alice)
    assert record["requestParameters"] == {"keyId": key, "macAlgorithm": "HMAC_SHA_256"}
    assert record["responseElements"] is None
