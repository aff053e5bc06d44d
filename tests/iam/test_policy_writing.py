"""Policies that are about to be kept: sizes, and the principals of trust policies."""

import json

from hypothesis import given
from hypothesis import strategies as st

from kmsportal.iam.policy_writing import (
    show_trust_policy,
    size_of,
    write_trust_policy,
)
from tests.world import Client, World, refused


def trust(principal: object, **elements: object) -> str:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": statement | elements})


def test_a_trust_policy_is_bound_to_whom_it_names(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob")
    provider = f"arn:aws:iam::{alice.account_id}:oidc-provider/later.example.com"
    text = trust({"AWS": [bob.arn, alice.account_id], "Federated": provider})
    kept = write_trust_policy(text)
    assert bob.caller.principal.unique_id in kept
    assert bob.arn not in kept
    assert json.loads(show_trust_policy(kept)) == json.loads(text)


def test_whoever_is_not_there_is_not_trusted(alice: Client) -> None:
    gone = f"arn:aws:iam::{alice.account_id}:user/gone"
    with refused(
        "MalformedPolicyDocumentException",
        f'Invalid principal in policy: "AWS":"{gone}"',
    ):
        write_trust_policy(trust({"AWS": gone}))
    with refused("MalformedPolicyDocumentException", "Has prohibited field Resource"):
        write_trust_policy(trust("*", Resource="*"))


def test_a_trust_policy_has_its_size() -> None:
    with refused(
        "LimitExceededException", "Cannot exceed quota for ACLSizePerRole: 2048"
    ):
        write_trust_policy(trust("*", Sid="x" * 2048))


@given(st.text(alphabet=st.characters(max_codepoint=255)))
def test_white_space_never_counts(text: str) -> None:
    assert size_of(text) == size_of(f" \n{text}\t ")
    assert size_of(text) <= len(text)
