"""SimulatePrincipalPolicy."""

from typing import Any

from tests.iam.identities import allow, closed
from tests.keys.policies import deny, policy_of
from tests.world import Client, World, refused


def simulate(client: Client, arn: str, **members: Any) -> dict[str, Any]:
    asked = {"PolicySourceArn": arn, "ActionNames": ["kms:Encrypt"], **members}
    (result,) = client.iam.simulate_principal_policy(**asked)["EvaluationResults"]
    return dict(result)


def test_a_users_own_policies_decide_and_are_named(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob", allow("kms:Encrypt"))
    result = simulate(alice, bob.arn)
    assert result["EvalDecision"] == "allowed"
    (statement,) = result["MatchedStatements"]
    assert statement["SourcePolicyId"] == "given"
    assert statement["SourcePolicyType"] == "user"
    other = simulate(alice, bob.arn, ActionNames=["kms:Decrypt"])
    assert other["EvalDecision"] == "implicitDeny"


def test_policies_can_be_added_and_left_out(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob", allow("kms:Encrypt"))
    denied = simulate(alice, bob.arn, PolicyInputList=[policy_of(deny("kms:*"))])
    assert denied["EvalDecision"] == "explicitDeny"
    inline = {
        "PolicyName": "given",
        "AttachmentType": "user",
        "AttachmentName": "b*",
    }
    for excluded in (
        {"PolicyType": "inline"},
        {"InlinePolicyIdentifier": inline},
    ):
        result = simulate(alice, bob.arn, PolicyExclusionList=[excluded])
        assert result["EvalDecision"] == "implicitDeny"
    ignored = {"PolicyArn": "arn:aws:iam::aws:policy/*"}
    kept = simulate(alice, bob.arn, PolicyExclusionList=[ignored])
    assert kept["EvalDecision"] == "allowed"


def test_the_caller_is_known_and_may_be_another(world: World, alice: Client) -> None:
    own = "arn:aws:kms:*:*:alias/${aws:username}"
    bob = world.user(alice, "bob", allow("kms:CreateAlias", resource=own))
    alias = f"arn:aws:kms:us-east-1:{alice.account_id}:alias/bob"
    asked = {"ActionNames": ["kms:CreateAlias"], "ResourceArns": [alias]}
    assert simulate(alice, bob.arn, **asked)["EvalDecision"] == "allowed"
    eve = f"arn:aws:iam::{alice.account_id}:user/eve"
    result = simulate(alice, bob.arn, CallerArn=eve, **asked)
    assert result["EvalDecision"] == "implicitDeny"


def test_roles_can_be_simulated(alice: Client) -> None:
    role = f"arn:aws:iam::{alice.account_id}:role/KeyUser"
    result = simulate(alice, role)
    assert result["EvalDecision"] == "allowed"
    # The built-in roles have policies attached, and none of their own.
    assert result["MatchedStatements"][0]["SourcePolicyType"] == "aws-managed"


def test_a_group_can_be_simulated_and_counts_for_its_users(
    world: World, alice: Client
) -> None:
    bob = world.user(alice, "bob")
    group = alice.iam.create_group(GroupName="crypto")["Group"]["Arn"]
    alice.iam.add_user_to_group(GroupName="crypto", UserName="bob")
    assert simulate(alice, group)["EvalDecision"] == "implicitDeny"
    assert simulate(alice, bob.arn)["EvalDecision"] == "implicitDeny"


def test_strangers_are_refused(world: World, alice: Client, mallory: Client) -> None:
    bob = world.user(alice, "bob")
    with refused("NoSuchEntityException"):
        simulate(mallory, bob.arn)
    with refused("NoSuchEntityException"):
        simulate(alice, f"{bob.arn}x")
    with refused(
        "AccessDeniedException", closed(bob, "iam:SimulatePrincipalPolicy", alice.arn)
    ):
        simulate(bob, alice.arn)
