"""Policies can ask what CreateGrant is to grant, to whom and under what limits."""

from typing import Any

import pytest

from tests.keys.grants import FUNCTION, ORDERS, may
from tests.keys.policies import allow, deny, policy_of
from tests.world import Client, World, refused


@pytest.fixture
def bob(world: World, alice: Client) -> Client:
    return world.user(alice, "bob")


CONDITIONS: list[tuple[str, str, Any]] = [
    ("StringEquals", "kms:GrantConstraintType", "EncryptionContextSubset"),
    ("StringEquals", "kms:EncryptionContext:APP", "orders"),
    ("ForAllValues:StringEquals", "kms:EncryptionContextKeys", ["app", "stage"]),
    ("ForAllValues:StringEquals", "kms:GrantOperations", ["Encrypt", "Decrypt"]),
    ("ArnLike", "kms:GrantConstraintSourceArn", "arn:aws:lambda:*:*:function:*"),
    ("StringLike", "kms:GranteePrincipal", "*:user/bob"),
    ("StringLike", "kms:RetiringPrincipal", "*:user/bob"),
    ("Null", "kms:GranteeServicePrincipal", "true"),
    ("Null", "kms:RetiringServicePrincipal", "true"),
    ("Bool", "kms:GrantIsForAWSResource", "false"),
]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_policies_can_ask_what_is_granted(
    world: World, alice: Client, bob: Client, key: str, condition: tuple[str, str, Any]
) -> None:
    operator, name, value = condition
    met = {operator: {name: value}}
    carol = world.user(alice, "carol", may("kms:CreateGrant", Condition=met))
    dave = world.user(
        alice,
        "dave",
        policy_of(allow("kms:CreateGrant"), deny("kms:CreateGrant", Condition=met)),
    )
    grant = {
        "KeyId": key,
        "GranteePrincipal": bob.arn,
        "RetiringPrincipal": bob.arn,
        "Operations": ["Encrypt", "Decrypt"],
        "Constraints": {"EncryptionContextSubset": ORDERS, "SourceArn": FUNCTION},
    }
    carol.create_grant(**grant)
    with refused("AccessDeniedException"):
        dave.create_grant(**grant)


@pytest.mark.parametrize(
    "name",
    [
        "kms:GrantConstraintType",
        "kms:GrantConstraintSourceArn",
        "kms:EncryptionContextKeys",
        "kms:RetiringPrincipal",
    ],
)
def test_what_is_not_asked_for_is_absent_from_the_conditions(
    world: World, alice: Client, bob: Client, key: str, name: str
) -> None:
    absent = {"Null": {name: "true"}}
    carol = world.user(alice, "carol", may("kms:CreateGrant", Condition=absent))
    carol.create_grant(KeyId=key, GranteePrincipal=bob.arn, Operations=["Encrypt"])
