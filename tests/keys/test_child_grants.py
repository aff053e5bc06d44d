"""What a grantee may hand on by a grant of her own."""

from typing import Any

import pytest

from tests.keys.grants import FUNCTION, ORDERS
from tests.world import Client, World, refused


@pytest.fixture
def bob(world: World, alice: Client) -> Client:
    return world.user(alice, "bob")


@pytest.fixture
def parent(alice: Client, bob: Client, key: str) -> str:
    """The id of a grant to Bob that lets him grant."""
    made: str = alice.create_grant(
        KeyId=key,
        GranteePrincipal=bob.arn,
        Operations=["Encrypt", "Decrypt", "CreateGrant"],
        Constraints={"EncryptionContextSubset": {"app": "orders"}},
    )["GrantId"]
    return made


NARROWER = [
    (["Encrypt"], {"EncryptionContextSubset": {"app": "orders"}}),
    (["Encrypt", "CreateGrant"], {"EncryptionContextSubset": ORDERS}),
    (["Encrypt", "Decrypt"], {"EncryptionContextEquals": ORDERS}),
]


@pytest.mark.parametrize("child", NARROWER)
@pytest.mark.usefixtures("parent")
def test_a_grantee_hands_on_no_more_than_she_has(
    world: World, alice: Client, bob: Client, key: str, child: tuple[list[str], Any]
) -> None:
    operations, constraints = child
    carol = world.user(alice, "carol")
    bob.create_grant(
        KeyId=key,
        GranteePrincipal=carol.arn,
        Operations=operations,
        Constraints=constraints,
    )
    carol.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext=ORDERS)
    with refused("AccessDeniedException"):
        carol.encrypt(KeyId=key, Plaintext=b"x")


WIDER = [
    (["Encrypt"], None),
    (["Encrypt"], {"EncryptionContextSubset": {"stage": "live"}}),
    (["Encrypt"], {"EncryptionContextEquals": {"stage": "live"}}),
    (["Encrypt"], {"SourceArn": FUNCTION}),
    (["DescribeKey"], {"EncryptionContextSubset": ORDERS}),
    (["Encrypt", "RetireGrant"], {"EncryptionContextSubset": ORDERS}),
]


@pytest.mark.parametrize("child", WIDER)
@pytest.mark.usefixtures("parent")
def test_a_wider_child_is_refused(
    bob: Client, key: str, child: tuple[list[str], Any]
) -> None:
    operations, constraints = child
    with refused("AccessDeniedException"):
        bob.create_grant(
            KeyId=key,
            GranteePrincipal=bob.arn,
            Operations=operations,
            Constraints=constraints,
        )
