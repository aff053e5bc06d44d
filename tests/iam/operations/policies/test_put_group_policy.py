"""PutGroupPolicy."""

from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    Identity,
    again,
    make_identity,
)
from tests.keys.ledger import last_record
from tests.world import Client, World, refused

LIST = allow("kms:ListKeys")


def test_a_policy_is_put_over_one_of_its_name(alice: Client) -> None:
    identity = make_identity(alice, "group")
    for document in (allow("kms:Sign"), LIST):
        identity.do("Put{}Policy", PolicyName="own", PolicyDocument=document)
    assert last_record(alice)["requestParameters"]["policyDocument"] == LIST
    read = identity.do("Get{}Policy", PolicyName="own")
    assert read["PolicyDocument"] == LIST


def test_all_of_them_count_together(alice: Client) -> None:
    identity = make_identity(alice, "group")
    half = allow("kms:" + "A" * (5120 // 2))
    for _ in range(2):
        identity.do("Put{}Policy", PolicyName="a", PolicyDocument=half)
    sentence = "Maximum policy size of 5120 bytes exceeded for group held"
    with refused("LimitExceededException", sentence):
        identity.do("Put{}Policy", PolicyName="b", PolicyDocument=half)


def test_a_text_that_is_no_policy_is_refused(alice: Client) -> None:
    identity = make_identity(alice, "group")
    with refused("MalformedPolicyDocumentException"):
        identity.do("Put{}Policy", PolicyName="own", PolicyDocument="{}")


def test_a_user_without_a_policy_gives_herself_none(
    world: World, alice: Client
) -> None:
    make_identity(alice, "group")
    bob = Identity(world.user(alice, "bob"), "group")
    with refused("AccessDeniedException"):
        bob.do("Put{}Policy", PolicyName="own", PolicyDocument=allow("*"))


def test_a_stranger_finds_nobody(alice: Client, mallory: Client) -> None:
    make_identity(alice, "group")
    absent = "The group with name held cannot be found."
    hers = Identity(mallory, "group")
    with refused("NoSuchEntityException", absent):
        hers.do("Put{}Policy", PolicyName="a", PolicyDocument=LIST)


def test_a_group_s_policy_is_its_users(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob")
    group = make_identity(alice, "group")
    alice.iam.add_user_to_group(GroupName="held", UserName="bob")
    group.do("Put{}Policy", PolicyName="a", PolicyDocument=LIST)
    again(bob).list_keys()
    group.do("Delete{}Policy", PolicyName="a")
    with refused("AccessDeniedException"):
        again(bob).list_keys()
