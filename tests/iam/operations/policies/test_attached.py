"""Attaching and detaching managed policies, who has them, and boundaries."""

import pytest

from kmsportal.iam import quotas
from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    ADMIN,
    NOUNS,
    Identity,
    again,
    make_identity,
    make_policy,
)
from tests.keys.ledger import last_record
from tests.world import Client, World, refused

LIST = allow("kms:ListKeys")


def attached(identity: Identity, **members: object) -> list[str]:
    listed = identity.do("ListAttached{}Policies", **members)["AttachedPolicies"]
    return [policy["PolicyArn"] for policy in listed]


@pytest.mark.parametrize("noun", NOUNS)
def test_a_policy_is_attached_once_and_detached(noun: str, alice: Client) -> None:
    identity = make_identity(alice, noun)
    arn = make_policy(alice, "List", LIST, Path="/team/")
    for _ in range(2):
        identity.do("Attach{}Policy", PolicyArn=arn)
    assert last_record(alice)["requestParameters"]["policyArn"] == arn
    identity.do("Attach{}Policy", PolicyArn=ADMIN)
    assert attached(identity) == [ADMIN, arn]
    assert attached(identity, PathPrefix="/team/") == [arn]
    identity.do("Detach{}Policy", PolicyArn=arn)
    assert attached(identity) == [ADMIN]
    with refused("NoSuchEntityException", f"Policy {arn} was not found."):
        identity.do("Detach{}Policy", PolicyArn=arn)


@pytest.mark.parametrize("noun", NOUNS)
def test_what_is_not_there_is_not_attached(
    noun: str, alice: Client, mallory: Client
) -> None:
    identity = make_identity(alice, noun)
    hers = make_policy(mallory, "List", LIST)
    with refused(
        "NoSuchEntityException", f"Policy {hers} does not exist or is not attachable."
    ):
        identity.do("Attach{}Policy", PolicyArn=hers)
    for operation in ("Attach{}Policy", "Detach{}Policy"):
        with refused(
            "NoSuchEntityException", f"The {noun} with name held cannot be found."
        ):
            Identity(mallory, noun).do(operation, PolicyArn=hers)
    with refused("NoSuchEntityException"):
        Identity(mallory, noun).do("ListAttached{}Policies")


@pytest.mark.parametrize("noun", NOUNS)
def test_ten_at_most_on_each(
    noun: str, alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotas, "POLICIES_OF_AN_IDENTITY", 1)
    identity = make_identity(alice, noun)
    identity.do("Attach{}Policy", PolicyArn=ADMIN)
    quota = f"Cannot exceed quota for PoliciesPer{noun.capitalize()}: 1"
    with refused("LimitExceededException", quota):
        identity.do("Attach{}Policy", PolicyArn=make_policy(alice, "List", LIST))


def test_which_policy_may_be_attached_can_be_bound(world: World, alice: Client) -> None:
    make_identity(alice, "user")
    only = allow("iam:AttachUserPolicy", ArnNotEquals={"iam:PolicyARN": ADMIN})
    bob = Identity(world.user(alice, "bob", only), "user")
    with refused("AccessDeniedException"):
        bob.do("Attach{}Policy", PolicyArn=ADMIN)
    bob.do("Attach{}Policy", PolicyArn=make_policy(alice, "List", LIST))


def test_who_has_a_policy_is_listed_by_kind_and_use(alice: Client) -> None:
    arn = make_policy(alice, "List", LIST)
    for noun in NOUNS:
        make_identity(alice, noun).do("Attach{}Policy", PolicyArn=arn)
    make_identity(alice, "user", "bound").do(
        "Put{}PermissionsBoundary", PermissionsBoundary=arn
    )
    found = alice.iam.list_entities_for_policy(PolicyArn=arn)
    assert [user["UserName"] for user in found["PolicyUsers"]] == ["bound", "held"]
    assert [role["RoleName"] for role in found["PolicyRoles"]] == ["held"]
    assert [group["GroupName"] for group in found["PolicyGroups"]] == ["held"]
    users = alice.iam.list_entities_for_policy(
        PolicyArn=arn, EntityFilter="User", PolicyUsageFilter="PermissionsBoundary"
    )
    assert [user["UserName"] for user in users["PolicyUsers"]] == ["bound"]
    assert not users["PolicyRoles"]
    page = alice.iam.list_entities_for_policy(PolicyArn=arn, MaxItems=3)
    assert page["IsTruncated"]
    assert len(page["PolicyUsers"]) == 2


@pytest.mark.parametrize("noun", ["user", "role"])
def test_a_boundary_is_put_replaced_and_taken(noun: str, alice: Client) -> None:
    identity = make_identity(alice, noun)
    for arn in (make_policy(alice, "List", LIST), ADMIN):
        identity.do("Put{}PermissionsBoundary", PermissionsBoundary=arn)
        policy = alice.iam.get_policy(PolicyArn=arn)["Policy"]
        assert policy["PermissionsBoundaryUsageCount"] == 1
    identity.do("Delete{}PermissionsBoundary")
    policy = alice.iam.get_policy(PolicyArn=ADMIN)["Policy"]
    assert policy["PermissionsBoundaryUsageCount"] == 0


@pytest.mark.parametrize("noun", ["user", "role"])
def test_a_boundary_must_be_a_policy_of_one_s_own(
    noun: str, alice: Client, mallory: Client
) -> None:
    make_identity(mallory, noun)
    arn = make_policy(alice, "List", LIST)
    with refused("NoSuchEntityException"):
        Identity(mallory, noun).do("Put{}PermissionsBoundary", PermissionsBoundary=arn)
    with refused("NoSuchEntityException"):
        Identity(alice, noun).do("Delete{}PermissionsBoundary")


def test_a_boundary_bounds_at_once(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob", allow("*"))
    again(bob).list_aliases()
    alice.iam.put_user_permissions_boundary(
        UserName="bob", PermissionsBoundary=make_policy(alice, "List", LIST)
    )
    again(bob).list_keys()
    with refused(
        "AccessDeniedException",
        f"User: {bob.arn} is not authorized to perform: kms:ListAliases on resource: *"
        " because no permissions boundary allows the kms:ListAliases action",
    ):
        again(bob).list_aliases()
