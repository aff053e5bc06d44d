"""UpdateCustomKeyStore."""

from audit.models import Segment
from tests.world import Client, refused


def test_no_store_is_ever_found(alice: Client) -> None:
    with refused(
        "CustomKeyStoreNotFoundException", "Custom key store 'cks-1' does not exist."
    ):
        alice.update_custom_key_store(
            CustomKeyStoreId="cks-1", NewCustomKeyStoreName="other"
        )


def test_a_new_password_is_not_recorded(alice: Client) -> None:
    with refused("CustomKeyStoreNotFoundException"):
        alice.update_custom_key_store(
            CustomKeyStoreId="cks-1", KeyStorePassword="kmsPswd-of-the-cluster"
        )

    kept = b"".join(bytes(segment.payload) for segment in Segment.objects.all())
    assert b"kmsPswd-of-the-cluster" not in kept
