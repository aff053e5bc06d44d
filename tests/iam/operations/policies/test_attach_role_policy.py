"""AttachRolePolicy."""

import pytest

from kmsportal.iam import quotas
from tests.iam.identities import allow
from tests.iam.operations.policies.identities import (
    ADMIN,
    Identity,
    make_identity,
    make_policy,
)
from tests.keys.ledger import last_record
from tests.world import Client, refused

LIST = allow("kms:ListKeys")


def test_a_policy_is_attached_once(alice: Client) -> None:
    identity = make_identity(alice, "role")
    arn = make_policy(alice, "List", LIST)
    for _ in range(2):
        identity.do("Attach{}Policy", PolicyArn=arn)
    record = last_record(alice)
    assert record["eventName"] == "AttachRolePolicy"
    assert record["requestParameters"] == {"roleName": "held", "policyArn": arn}
    attached = identity.do("ListAttached{}Policies")["AttachedPolicies"]
    assert attached == [{"PolicyName": "List", "PolicyArn": arn}]


def test_another_account_s_policy_is_as_absent(alice: Client, mallory: Client) -> None:
    arn = make_policy(mallory, "List", LIST)
    with refused(
        "NoSuchEntityException", f"Policy {arn} does not exist or is not attachable."
    ):
        make_identity(alice, "role").do("Attach{}Policy", PolicyArn=arn)


def test_ten_at_most(alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotas, "POLICIES_OF_AN_IDENTITY", 1)
    identity = make_identity(alice, "role")
    identity.do("Attach{}Policy", PolicyArn=ADMIN)
    quota = "Cannot exceed quota for PoliciesPerRole: 1"
    with refused("LimitExceededException", quota):
        identity.do("Attach{}Policy", PolicyArn=make_policy(alice, "List", LIST))


def test_a_stranger_finds_nobody(alice: Client, mallory: Client) -> None:
    make_identity(alice, "role")
    absent = "The role with name held cannot be found."
    with refused("NoSuchEntityException", absent):
        Identity(mallory, "role").do("Attach{}Policy", PolicyArn=ADMIN)
