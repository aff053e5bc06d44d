"""GetKeyPolicy."""

from tests.keys.ledger import last_record
from tests.keys.policies import allow, policy_of
from tests.world import Client, World, refused


def test_the_policy_is_read_under_its_one_name(alice: Client, key: str) -> None:
    answer = alice.get_key_policy(KeyId=key)
    assert answer["PolicyName"] == "default"
    assert alice.get_key_policy(KeyId=key, PolicyName="default") == answer


def test_there_is_no_other_policy(alice: Client, key: str) -> None:
    for name in ("AWS_RAM", "mine"):
        with refused("NotFoundException", "No such policy exists"):
            alice.get_key_policy(KeyId=key, PolicyName=name)


def test_it_can_be_read_whatever_the_state(alice: Client, key: str) -> None:
    alice.schedule_key_deletion(KeyId=key)
    alice.get_key_policy(KeyId=key)


def test_an_alias_will_not_do(alice: Client, key: str) -> None:
    alice.create_alias(AliasName="alias/orders", TargetKeyId=key)
    with refused("NotFoundException", "Invalid keyId 'alias/orders'"):
        alice.get_key_policy(KeyId="alias/orders")


def test_conditions_know_the_name_even_when_it_is_left_out(
    world: World, alice: Client, key: str
) -> None:
    named = {"StringEquals": {"kms:PolicyName": "default"}}
    given = policy_of(allow("kms:GetKeyPolicy", Condition=named))
    bob = world.user(alice, "bob", given)
    bob.get_key_policy(KeyId=key)
    with refused("AccessDeniedException"):
        bob.get_key_policy(KeyId=key, PolicyName="AWS_RAM")


def test_the_event_does_not_repeat_the_policy(alice: Client, key: str) -> None:
    alice.get_key_policy(KeyId=key, PolicyName="default")
    record = last_record(alice)
    assert record["requestParameters"] == {"keyId": key, "policyName": "default"}
    assert record["responseElements"] is None
