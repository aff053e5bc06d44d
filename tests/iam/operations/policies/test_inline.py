"""Inline policies of users, groups and roles."""

import pytest

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    NOUNS,
    Identity,
    again,
    make_identity,
)
from tests.keys.ledger import last_record
from tests.world import Client, World, refused

LIST = allow("kms:ListKeys")


@pytest.mark.parametrize("noun", NOUNS)
def test_a_policy_is_put_read_listed_and_deleted(noun: str, alice: Client) -> None:
    identity = make_identity(alice, noun)
    for document in (allow("kms:Sign"), LIST):
        identity.do("Put{}Policy", PolicyName="own", PolicyDocument=document)
    assert last_record(alice)["requestParameters"]["policyDocument"] == LIST
    assert identity.do("Get{}Policy", PolicyName="own") == {
        f"{noun.capitalize()}Name": "held",
        "PolicyName": "own",
        "PolicyDocument": LIST,
    }
    assert identity.do("List{}Policies")["PolicyNames"] == ["own"]
    identity.do("Delete{}Policy", PolicyName="own")
    assert identity.do("List{}Policies")["PolicyNames"] == []
    for operation in ("Get{}Policy", "Delete{}Policy"):
        with refused(
            "NoSuchEntityException", f"The {noun} policy with name own cannot be found."
        ):
            identity.do(operation, PolicyName="own")


@pytest.mark.parametrize(
    ("noun", "most"), [("user", 2_048), ("group", 5_120), ("role", 10_240)]
)
def test_all_of_an_identity_s_count_together(
    noun: str, most: int, alice: Client
) -> None:
    identity = make_identity(alice, noun)
    half = allow(f"kms:{'A' * (most // 2)}")
    identity.do("Put{}Policy", PolicyName="a", PolicyDocument=half)
    identity.do("Put{}Policy", PolicyName="a", PolicyDocument=half)
    sentence = f"Maximum policy size of {most} bytes exceeded for {noun} held"
    with refused("LimitExceededException", sentence):
        identity.do("Put{}Policy", PolicyName="b", PolicyDocument=half)


@pytest.mark.parametrize("noun", NOUNS)
def test_a_text_that_is_no_policy_is_refused(noun: str, alice: Client) -> None:
    with refused("MalformedPolicyDocumentException"):
        make_identity(alice, noun).do(
            "Put{}Policy", PolicyName="own", PolicyDocument="{}"
        )


@pytest.mark.parametrize("noun", NOUNS)
def test_a_stranger_finds_nobody(noun: str, alice: Client, mallory: Client) -> None:
    make_identity(alice, noun).do("Put{}Policy", PolicyName="a", PolicyDocument=LIST)
    absent = f"The {noun} with name held cannot be found."
    hers = Identity(mallory, noun)
    with refused("NoSuchEntityException", absent):
        hers.do("Put{}Policy", PolicyName="a", PolicyDocument=LIST)
    for operation in ("Get{}Policy", "Delete{}Policy"):
        with refused("NoSuchEntityException", absent):
            hers.do(operation, PolicyName="a")
    with refused("NoSuchEntityException", absent):
        hers.do("List{}Policies")


@pytest.mark.parametrize("noun", NOUNS)
def test_a_user_without_a_policy_does_nothing(
    noun: str, world: World, alice: Client
) -> None:
    make_identity(alice, noun)
    bob = Identity(world.user(alice, "bob"), noun)
    with refused("AccessDeniedException"):
        bob.do("Put{}Policy", PolicyName="a", PolicyDocument=allow("*"))
    with refused("AccessDeniedException"):
        bob.do("List{}Policies")


def test_a_group_s_policy_is_its_users(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob")
    group = make_identity(alice, "group")
    alice.iam.add_user_to_group(GroupName="held", UserName="bob")
    group.do("Put{}Policy", PolicyName="a", PolicyDocument=LIST)
    again(bob).list_keys()
    group.do("Delete{}Policy", PolicyName="a")
    with refused("AccessDeniedException"):
        again(bob).list_keys()
