"""DetachRolePolicy."""

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    ADMIN,
    Identity,
    make_identity,
)
from tests.world import Client, refused

LIST = allow("kms:ListKeys")


def test_a_policy_is_detached_once(alice: Client) -> None:
    identity = make_identity(alice, "role")
    identity.do("Attach{}Policy", PolicyArn=ADMIN)
    identity.do("Detach{}Policy", PolicyArn=ADMIN)
    assert identity.do("ListAttached{}Policies")["AttachedPolicies"] == []
    with refused("NoSuchEntityException", f"Policy {ADMIN} was not found."):
        identity.do("Detach{}Policy", PolicyArn=ADMIN)


def test_a_stranger_finds_nobody(alice: Client, mallory: Client) -> None:
    make_identity(alice, "role")
    absent = "The role with name held cannot be found."
    with refused("NoSuchEntityException", absent):
        Identity(mallory, "role").do("Detach{}Policy", PolicyArn=ADMIN)
