"""What explains access, reviews it and tries policies knows of control policies."""

import json
from typing import Any

import pytest

from kmsportal.projector import catch_up
from tests.iam.organizations.worlds import (
    DENY_ENCRYPT,
    RESOURCE,
    SERVICE,
    Organization,
    again,
)
from tests.keys.policies import account_root, allow, policy_of, trust
from tests.world import Client, World, refused

OF_EVERYONE = DENY_ENCRYPT | {"Principal": "*"}


@pytest.fixture
def key(member: Client) -> str:
    return str(member.create_key()["KeyMetadata"]["Arn"])


def bind(organization: Organization, kind: str) -> None:
    statement = OF_EVERYONE if kind == RESOURCE else DENY_ENCRYPT
    if kind == RESOURCE:
        organization.enable(kind)
    organization.attach(
        organization.policy(statement, kind=kind, name="no-encrypt"), organization.root
    )


def explain(client: Client, principal: str, key: str) -> dict[str, Any]:
    return client.perform(
        "portal",
        "ExplainAccess",
        PrincipalArn=principal,
        Action="kms:Encrypt",
        KeyId=key,
    )


def deciding(answer: dict[str, Any]) -> dict[str, Any]:
    (found,) = (layer for layer in answer["Layers"] if layer.get("IsDeciding"))
    return dict(found)


@pytest.mark.parametrize(
    ("kind", "layer"), [(SERVICE, "SERVICE_CONTROL"), (RESOURCE, "RESOURCE_CONTROL")]
)
def test_the_deciding_statement_may_be_the_organisations(
    kind: str, layer: str, organization: Organization, member: Client, key: str
) -> None:
    bind(organization, kind)
    for principal in (member.arn, account_root(member.account_id)):
        answer = explain(member, principal, key)
        assert answer["Decision"] == "explicitDeny"
        found = deciding(answer)
        assert (found["Layer"], found["Level"]) == (layer, 1)
        (statement,) = (
            one for one in found["MatchedStatements"] if one.get("IsDeciding")
        )
        assert statement["PolicyName"] == "no-encrypt"
        assert json.loads(statement["Statement"])["Action"] == "kms:Encrypt"
        assert answer["Changes"][0]["PolicyName"] == "no-encrypt"


@pytest.mark.parametrize("kind", [SERVICE, RESOURCE])
def test_a_review_lists_nobody_for_what_the_organisation_denies(
    kind: str, organization: Organization, member: Client, key: str
) -> None:
    def actions() -> set[str]:
        answer = member.perform("portal", "ReviewKeyAccess", KeyId=key)
        return {one["Action"] for one in answer["Entries"]}

    assert "kms:Encrypt" in actions()
    bind(organization, kind)
    assert "kms:Encrypt" not in actions()
    assert "kms:Decrypt" in actions()


@pytest.mark.parametrize("kind", [SERVICE, RESOURCE])
def test_no_key_policy_gives_back_what_the_organisation_denies(
    kind: str, organization: Organization, member: Client, key: str
) -> None:
    bob = World.user(organization.world, member, "bob", policy_of(allow("kms:*")))
    bob.encrypt(KeyId=key, Plaintext=b"x")
    root = trust(account_root(member.account_id))
    other = policy_of(root, OF_EVERYONE | {"Principal": {"AWS": bob.arn}})

    def lost() -> list[str]:
        catch_up()
        answer = member.perform("portal", "PreviewKeyPolicy", KeyId=key, Policy=other)
        return [change["Action"] for change in answer["Changes"]]

    assert lost() == ["kms:Encrypt"]
    bind(organization, kind)
    assert lost() == []


def test_what_a_level_does_not_allow_is_told_by_its_level(
    organization: Organization, member: Client, key: str
) -> None:
    only = {"Effect": "Allow", "Action": "iam:*", "Resource": "*"}
    organization.attach(organization.policy(only), member.account_id)
    organization.detach("p-FullAWSAccess", member.account_id)
    with refused("AccessDeniedException") as caught:
        again(member).encrypt(KeyId=key, Plaintext=b"x")
    answer = explain(member, member.arn, key)
    assert (answer["Decision"], answer["Sentence"]) == (
        "implicitDeny",
        caught.value.message,
    )
    assert deciding(answer)["Layer"] == "SERVICE_CONTROL"
