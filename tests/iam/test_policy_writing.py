"""Policies that are about to be kept: sizes, and the principals of trust policies."""

import json

from hypothesis import given
from hypothesis import strategies as st

from kmsportal.iam.models import IamRole
from kmsportal.iam.policy_writing import size_of
from kmsportal.iam.trust_policies import kept_trust_policy, shown_trust_policy
from tests.world import Client, World, refused


def trust(principal: object, **elements: object) -> str:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": statement | elements})


def test_a_trust_policy_is_bound_to_whom_it_names(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob")
    provider = f"arn:aws:iam::{alice.account_id}:oidc-provider/later.example.com"
    text = trust({"AWS": [bob.arn, alice.account_id], "Federated": provider})
    account = f"arn:aws:iam::{alice.account_id}:root"
    shown = json.loads(trust({"AWS": [bob.arn, account], "Federated": provider}))
    kept = kept_trust_policy(text)
    assert bob.caller.principal.unique_id in kept
    assert bob.arn not in kept
    assert json.loads(shown_trust_policy(IamRole(trust_policy=kept))) == shown


def test_whoever_is_not_there_is_not_trusted(alice: Client) -> None:
    gone = f"arn:aws:iam::{alice.account_id}:user/gone"
    with refused(
        "MalformedPolicyDocumentException",
        f'Invalid principal in policy: "AWS":"{gone}"',
    ):
        kept_trust_policy(trust({"AWS": gone}))
    with refused("MalformedPolicyDocumentException", "Has prohibited field Resource"):
        kept_trust_policy(trust("*", Resource="*"))


def test_a_trust_policy_has_its_size() -> None:
    with refused(
        "LimitExceededException", "Cannot exceed quota for ACLSizePerRole: 2048"
    ):
        kept_trust_policy(trust("*", Sid="x" * 2048))


@given(st.text(alphabet=st.characters(max_codepoint=255)))
def test_white_space_never_counts(text: str) -> None:
    assert size_of(text) == size_of(f" \n{text}\t ")
    assert size_of(text) <= len(text)
