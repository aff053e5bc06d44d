"""UpdateKeyDescription."""

from tests.keys.ledger import last_record, resources_of
from tests.world import Client, refused


def test_the_description_is_replaced(alice: Client, key: str) -> None:
    assert alice.update_key_description(KeyId=key, Description="invoices") == {}
    assert alice.describe_key(KeyId=key)["KeyMetadata"]["Description"] == "invoices"
    record = last_record(alice)
    assert record["eventName"] == "DescribeKey"


def test_the_description_may_be_emptied(alice: Client, key: str) -> None:
    alice.update_key_description(KeyId=key, Description="")
    assert alice.describe_key(KeyId=key)["KeyMetadata"]["Description"] == ""


def test_a_key_pending_deletion_keeps_its_description(alice: Client, key: str) -> None:
    alice.schedule_key_deletion(KeyId=key)
    with refused("KMSInvalidStateException", f"{key} is pending deletion."):
        alice.update_key_description(KeyId=key, Description="invoices")


def test_an_alias_will_not_do(alice: Client, key: str) -> None:
    alice.create_alias(AliasName="alias/orders", TargetKeyId=key)
    arn = f"arn:aws:kms:us-east-1:{alice.account_id}:alias/orders"
    for name in ("alias/orders", arn):
        with refused("NotFoundException", f"Invalid keyId '{name}'"):
            alice.update_key_description(KeyId=name, Description="invoices")


def test_the_event_shows_the_new_text(alice: Client, key: str) -> None:
    alice.update_key_description(KeyId=key, Description="invoices")
    record = last_record(alice)
    assert record["requestParameters"] == {"keyId": key, "description": "invoices"}
    assert record["responseElements"] == {"keyId": key}
    assert resources_of(record) == [key]
