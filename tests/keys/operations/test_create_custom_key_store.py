"""CreateCustomKeyStore."""

from audit.models import Segment
from tests.keys.ledger import last_record
from tests.world import Client, refused

PASSWORD = "kmsPswd-of-the-cluster"
CREDENTIAL = {
    "AccessKeyId": "ABCDEFGHIJKLMNOPQRST",
    "RawSecretAccessKey": "s" * 43,
}


def test_no_store_can_be_made(alice: Client) -> None:
    with refused(
        "UnsupportedOperationException", "Custom key stores are not supported."
    ):
        alice.create_custom_key_store(CustomKeyStoreName="hsm")


def test_the_refusal_is_recorded_without_the_secrets(alice: Client) -> None:
    with refused("UnsupportedOperationException"):
        alice.create_custom_key_store(
            CustomKeyStoreName="external",
            CustomKeyStoreType="EXTERNAL_KEY_STORE",
            KeyStorePassword=PASSWORD,
            XksProxyAuthenticationCredential=CREDENTIAL,
        )

    record = last_record(alice)
    assert record["errorCode"] == "UnsupportedOperationException"
    assert record["requestParameters"]["customKeyStoreName"] == "external"
    kept = b"".join(bytes(segment.payload) for segment in Segment.objects.all())
    for secret in (PASSWORD, *CREDENTIAL.values()):
        assert secret.encode() not in kept
