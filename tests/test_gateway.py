"""The one way in: recorded before answered, and refused when it cannot be."""

import base64
from dataclasses import replace

import msgspec
import pytest
from django.db import connection

from kmsportal import gateway
from kmsportal.core.call import Call
from kmsportal.core.shapes import Result
from tests.ledger import ledger_events, records
from tests.world import Client, World, refused


@pytest.fixture
def key(alice: Client) -> str:
    arn: str = alice.create_key()["KeyMetadata"]["Arn"]
    return arn


def test_every_call_leaves_one_event(alice: Client, key: str) -> None:
    before = {bytes(event.record) for event in ledger_events()}

    alice.encrypt(KeyId=key, Plaintext=b"x")
    alice.list_keys()
    alice.disable_key(KeyId=key)

    made = [event for event in ledger_events() if bytes(event.record) not in before]
    assert sorted(event.operation for event in made) == [
        "kms:DisableKey",
        "kms:Encrypt",
        "kms:ListKeys",
    ]


def test_a_refusal_is_recorded_with_its_name_and_sentence(
    alice: Client, key: str, mallory: Client
) -> None:
    with refused("AccessDeniedException"):
        mallory.disable_key(KeyId=key)

    record = records("kms:DisableKey")[0]
    assert record["recipientAccountId"] == mallory.account_id
    assert record["errorCode"] in {"AccessDenied", "AccessDeniedException"}
    assert "is not authorized to perform: kms:DisableKey" in record["errorMessage"]
    assert record["responseElements"] is None


def test_a_refused_change_changes_nothing(
    alice: Client, key: str, mallory: Client
) -> None:
    with refused("AccessDeniedException"):
        mallory.schedule_key_deletion(KeyId=key)

    assert alice.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Enabled"


def test_no_secret_of_a_call_is_in_its_events(alice: Client, key: str) -> None:
    context = {"visible": "in-the-open"}
    sealed = alice.encrypt(
        KeyId=key, Plaintext=b"PLAINTEXT-SECRET", EncryptionContext=context
    )["CiphertextBlob"]
    alice.decrypt(CiphertextBlob=sealed, EncryptionContext=context)
    data_key = alice.generate_data_key(KeyId=key, KeySpec="AES_256")

    text = str(records())
    assert "in-the-open" in text
    for secret in (b"PLAINTEXT-SECRET", sealed, *data_key.values()):
        if isinstance(secret, bytes):
            assert _spellings(secret).isdisjoint(text.split("'"))
    assert "PLAINTEXT-SECRET" not in text


def _spellings(secret: bytes) -> set[str]:
    return {base64.b64encode(secret).decode(), secret.hex(), str(secret)}


@pytest.mark.django_db(transaction=True)
def test_a_ledger_that_cannot_be_written_lets_no_answer_out(world: World) -> None:
    client = world.account()
    key = client.create_key()["KeyMetadata"]["Arn"]
    blob = client.encrypt(KeyId=key, Plaintext=b"secret")["CiphertextBlob"]

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_segment RENAME TO audit_segment_away")
    try:
        with refused("KMSInternalException", None):
            client.decrypt(CiphertextBlob=blob)
        with refused("KMSInternalException", None):
            client.disable_key(KeyId=key)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_segment_away RENAME TO audit_segment")

    assert client.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Enabled"


def test_an_unforeseen_failure_tells_the_caller_nothing(
    alice: Client, key: str, caplog: pytest.LogCaptureFixture
) -> None:
    call = alice.call("kms", "Encrypt", KeyId=key, Plaintext=b"x")
    broken = gateway.decide(_with_broken_body(call))

    assert broken.error is not None
    assert (broken.error.code, broken.error.message) == ("KMSInternalException", None)
    assert "kms:Encrypt failed." in caplog.text


def _with_broken_body(call: Call) -> Call:
    def run(call: object, bound: object) -> Result:
        raise ZeroDivisionError

    broken = replace(call.operation, run=run)
    return msgspec.structs.replace(call, operation=broken)
