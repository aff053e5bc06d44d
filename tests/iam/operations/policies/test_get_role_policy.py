"""GetRolePolicy."""

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    Identity,
    make_identity,
)
from tests.world import Client, refused

LIST = allow("kms:ListKeys")


def test_the_text_is_read(alice: Client) -> None:
    identity = make_identity(alice, "role")
    identity.do("Put{}Policy", PolicyName="own", PolicyDocument=LIST)
    assert identity.do("Get{}Policy", PolicyName="own") == {
        "RoleName": "held",
        "PolicyName": "own",
        "PolicyDocument": LIST,
    }
    absent = "The role policy with name x cannot be found."
    with refused("NoSuchEntityException", absent):
        identity.do("Get{}Policy", PolicyName="x")


def test_a_stranger_finds_nobody(alice: Client, mallory: Client) -> None:
    make_identity(alice, "role")
    absent = "The role with name held cannot be found."
    with refused("NoSuchEntityException", absent):
        Identity(mallory, "role").do("Get{}Policy", PolicyName="own")
