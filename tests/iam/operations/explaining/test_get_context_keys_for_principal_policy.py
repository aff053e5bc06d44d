"""GetContextKeysForPrincipalPolicy."""

from typing import Any

from tests.iam.identities import allow, closed
from tests.world import Client, World, refused


def keys(client: Client, arn: str, **members: Any) -> list[str]:
    found = client.iam.get_context_keys_for_principal_policy(
        PolicySourceArn=arn, **members
    )
    return list(found["ContextKeyNames"])


def test_the_keys_of_attached_and_given_policies_are_told(
    world: World, alice: Client
) -> None:
    bound = allow("kms:*", StringEquals={"kms:ViaService": "y"})
    bob = world.user(alice, "bob", bound)
    assert keys(alice, bob.arn) == ["kms:ViaService"]
    more = [allow("kms:*", StringEquals={"kms:CallerAccount": "1"})]
    assert keys(alice, bob.arn, PolicyInputList=more) == [
        "kms:ViaService",
        "kms:CallerAccount",
    ]


def test_strangers_are_refused(world: World, alice: Client, mallory: Client) -> None:
    bob = world.user(alice, "bob")
    with refused("NoSuchEntityException"):
        keys(mallory, bob.arn)
    action = "iam:GetContextKeysForPrincipalPolicy"
    with refused("AccessDeniedException", closed(bob, action, alice.arn)):
        keys(bob, alice.arn)
