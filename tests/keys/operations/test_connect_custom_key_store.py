"""ConnectCustomKeyStore."""

from tests.keys.ledger import last_record
from tests.world import Client, refused


def test_no_store_is_ever_found(alice: Client) -> None:
    with refused(
        "CustomKeyStoreNotFoundException",
        "Custom key store 'cks-1234567890abcdef0' does not exist.",
    ):
        alice.connect_custom_key_store(CustomKeyStoreId="cks-1234567890abcdef0")

    record = last_record(alice)
    assert record["eventName"] == "ConnectCustomKeyStore"
    assert record["errorCode"] == "CustomKeyStoreNotFoundException"
