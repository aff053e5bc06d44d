"""GetContextKeysForCustomPolicy."""

from tests.iam.identities import allow, closed
from tests.world import Client, World, refused


def test_condition_keys_and_variables_are_told_once(alice: Client) -> None:
    policies = [
        allow("kms:*", resource="arn:aws:kms:*:*:alias/${aws:username}/${*}"),
        allow("kms:*", StringEquals={"aws:UserName": "x", "kms:ViaService": "y"}),
        allow("kms:*", StringLike={"kms:RequestAlias": "${aws:PrincipalTag/a, 'b'}"}),
    ]
    found = alice.iam.get_context_keys_for_custom_policy(PolicyInputList=policies)
    assert found["ContextKeyNames"] == [
        "aws:username",
        "kms:ViaService",
        "kms:RequestAlias",
        "aws:PrincipalTag/a",
    ]


def test_what_is_no_policy_is_refused(alice: Client) -> None:
    with refused("InvalidInputException"):
        alice.iam.get_context_keys_for_custom_policy(PolicyInputList=["{}"])


def test_a_user_without_a_policy_is_refused(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob")
    sentence = closed(bob, "iam:GetContextKeysForCustomPolicy", "*")
    with refused("AccessDeniedException", sentence):
        bob.iam.get_context_keys_for_custom_policy(PolicyInputList=[allow("kms:*")])
