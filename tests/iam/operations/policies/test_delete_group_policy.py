"""DeleteGroupPolicy."""

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    Identity,
    make_identity,
)
from tests.world import Client, refused

LIST = allow("kms:ListKeys")


def test_a_policy_goes_once(alice: Client) -> None:
    identity = make_identity(alice, "group")
    identity.do("Put{}Policy", PolicyName="own", PolicyDocument=LIST)
    identity.do("Delete{}Policy", PolicyName="own")
    assert identity.do("List{}Policies")["PolicyNames"] == []
    absent = "The group policy with name own cannot be found."
    with refused("NoSuchEntityException", absent):
        identity.do("Delete{}Policy", PolicyName="own")


def test_a_stranger_finds_nobody(alice: Client, mallory: Client) -> None:
    make_identity(alice, "group")
    absent = "The group with name held cannot be found."
    with refused("NoSuchEntityException", absent):
        Identity(mallory, "group").do("Delete{}Policy", PolicyName="own")
