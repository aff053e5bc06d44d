"""ListGroupPolicies."""

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    Identity,
    make_identity,
)
from tests.world import Client, refused

LIST = allow("kms:ListKeys")


def test_names_are_listed_by_page(alice: Client) -> None:
    identity = make_identity(alice, "group")
    for name in ("b", "a"):
        identity.do("Put{}Policy", PolicyName=name, PolicyDocument=LIST)
    first = identity.do("List{}Policies", MaxItems=1)
    assert first["PolicyNames"] == ["a"]
    rest = identity.do("List{}Policies", Marker=first["Marker"])
    assert rest["PolicyNames"] == ["b"]


def test_a_stranger_finds_nobody(alice: Client, mallory: Client) -> None:
    make_identity(alice, "group")
    absent = "The group with name held cannot be found."
    with refused("NoSuchEntityException", absent):
        Identity(mallory, "group").do("List{}Policies")
