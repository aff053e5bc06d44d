"""DeleteAlias."""

import pytest

from kmsportal.registry import find_operation
from tests.keys.ledger import last_record, resources_of
from tests.keys.policies import allow, policy_of
from tests.world import Client, World, refused

NAME = "alias/orders"


def arn_of(client: Client) -> str:
    return f"arn:aws:kms:us-east-1:{client.account_id}:{NAME}"


def test_the_name_is_gone_and_the_key_stays(alice: Client, key: str) -> None:
    alice.create_alias(AliasName=NAME, TargetKeyId=key)
    assert alice.delete_alias(AliasName=NAME) == {}
    with refused("NotFoundException", f"Alias {arn_of(alice)} is not found."):
        alice.encrypt(KeyId=NAME, Plaintext=b"secret")
    alice.encrypt(KeyId=key, Plaintext=b"secret")


def test_the_name_of_a_key_pending_deletion_can_go(alice: Client, key: str) -> None:
    alice.create_alias(AliasName=NAME, TargetKeyId=key)
    alice.schedule_key_deletion(KeyId=key)
    alice.delete_alias(AliasName=NAME)


def test_an_absent_alias_is_refused(alice: Client) -> None:
    with refused("NotFoundException", f"Alias {arn_of(alice)} is not found."):
        alice.delete_alias(AliasName=NAME)


@pytest.mark.parametrize("name", ["orders", "key/orders"])
def test_the_name_begins_with_alias(alice: Client, name: str) -> None:
    with refused("ValidationException"):
        alice.delete_alias(AliasName=name)


def test_a_stranger_has_no_such_alias(alice: Client, mallory: Client, key: str) -> None:
    alice.create_alias(AliasName=NAME, TargetKeyId=key)
    with refused("NotFoundException", f"Alias {arn_of(mallory)} is not found."):
        mallory.delete_alias(AliasName=NAME)
    assert len(alice.list_aliases()["Aliases"]) == 1


def test_permission_is_needed_on_the_alias_and_on_the_key(
    world: World, alice: Client, key: str
) -> None:
    alice.create_alias(AliasName=NAME, TargetKeyId=key)
    for number, resource in enumerate((key, arn_of(alice))):
        given = policy_of(allow("kms:DeleteAlias", resource=resource))
        bob = world.user(alice, f"bob{number}", given)
        with refused("AccessDeniedException"):
            bob.delete_alias(AliasName=NAME)


def test_the_event_names_key_and_alias(alice: Client, key: str) -> None:
    alice.create_alias(AliasName=NAME, TargetKeyId=key)
    alice.delete_alias(AliasName=NAME)
    record = last_record(alice)
    assert record["requestParameters"] == {"aliasName": NAME}
    assert record["responseElements"] == {"keyId": key}
    assert resources_of(record) == [key, arn_of(alice)]


@pytest.mark.parametrize("name", ["CreateAlias", "UpdateAlias", "DeleteAlias"])
def test_aliases_can_take_rights_so_changes_settle_first(name: str) -> None:
    assert find_operation("kms", name).ends_rights
