"""Policies through unmodified clients: as Terraform manages them, and with the CLI."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.clients.sessions import Session
from tests.clients.test_cli import Cli
from tests.proofs.portal import Portal

LIST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "kms:ListKeys", "Resource": "*"}],
}
SIGN = json.loads(json.dumps(LIST).replace("ListKeys", "Sign"))


@pytest.fixture
def iam(alice_session: Session) -> Any:
    return alice_session.iam


@pytest.fixture
def user(iam: Any) -> Iterator[str]:
    iam.create_user(UserName="policed")
    yield "policed"
    iam.delete_user(UserName="policed")


def test_a_policy_lives_as_terraform_makes_it(iam: Any, user: str) -> None:
    made = iam.create_policy(
        PolicyName="tf", Path="/tf/", PolicyDocument=json.dumps(LIST)
    )
    arn = made["Policy"]["Arn"]
    version = iam.get_policy_version(PolicyArn=arn, VersionId="v1")["PolicyVersion"]
    # botocore decodes what came percent-encoded.
    assert version["Document"] == LIST
    iam.tag_policy(PolicyArn=arn, Tags=[{"Key": "team", "Value": "ops"}])
    assert iam.get_policy(PolicyArn=arn)["Policy"]["Tags"][0]["Value"] == "ops"

    iam.attach_user_policy(UserName=user, PolicyArn=arn)
    attached = iam.list_attached_user_policies(UserName=user)["AttachedPolicies"]
    assert attached == [{"PolicyName": "tf", "PolicyArn": arn}]

    iam.create_policy_version(
        PolicyArn=arn, PolicyDocument=json.dumps(SIGN), SetAsDefault=True
    )
    pages = iam.get_paginator("list_policy_versions").paginate(
        PolicyArn=arn, PaginationConfig={"PageSize": 1}
    )
    numbers = [one["VersionId"] for page in pages for one in page["Versions"]]
    assert numbers == ["v2", "v1"]
    iam.set_default_policy_version(PolicyArn=arn, VersionId="v1")
    iam.delete_policy_version(PolicyArn=arn, VersionId="v2")

    with pytest.raises(iam.exceptions.DeleteConflictException):
        iam.delete_policy(PolicyArn=arn)
    entities = iam.list_entities_for_policy(PolicyArn=arn, EntityFilter="User")
    assert [one["UserName"] for one in entities["PolicyUsers"]] == [user]
    iam.detach_user_policy(UserName=user, PolicyArn=arn)
    iam.delete_policy(PolicyArn=arn)
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        iam.get_policy(PolicyArn=arn)


def test_inline_policies_and_boundaries_of_a_user(iam: Any, user: str) -> None:
    iam.put_user_policy(
        UserName=user, PolicyName="own", PolicyDocument=json.dumps(LIST)
    )
    read = iam.get_user_policy(UserName=user, PolicyName="own")
    assert read["PolicyDocument"] == LIST
    boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    iam.put_user_permissions_boundary(UserName=user, PermissionsBoundary=boundary)
    shown = iam.get_user(UserName=user)["User"]["PermissionsBoundary"]
    assert shown["PermissionsBoundaryArn"] == boundary
    details = iam.get_account_authorization_details(Filter=["User"])
    mine = next(u for u in details["UserDetailList"] if u["UserName"] == user)
    assert mine["UserPolicyList"] == [{"PolicyName": "own", "PolicyDocument": LIST}]
    iam.delete_user_permissions_boundary(UserName=user)
    iam.delete_user_policy(UserName=user, PolicyName="own")


def test_refusals_are_typed(iam: Any) -> None:
    with pytest.raises(iam.exceptions.MalformedPolicyDocumentException):
        iam.create_policy(PolicyName="bad", PolicyDocument="{}")
    with pytest.raises(ClientError) as caught:
        iam.delete_policy(PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    assert caught.value.response["Error"]["Code"] == "AccessDenied"


def test_the_cli_manages_policies(served_portal: Portal, tmp_path: Path) -> None:
    aws = Cli(served_portal, tmp_path)
    file = tmp_path / "policy.json"
    file.write_text(json.dumps(LIST))
    document = ("--policy-document", f"file://{file}")
    arn = aws("iam", "create-policy", "--policy-name", "cli", *document)["Policy"][
        "Arn"
    ]
    shown = aws("iam", "list-policies", "--scope", "Local", "--path-prefix", "/")
    assert arn in [policy["Arn"] for policy in shown["Policies"]]
    version = aws(
        "iam", "get-policy-version", "--policy-arn", arn, "--version-id", "v1"
    )
    assert version["PolicyVersion"]["Document"] == LIST
    aws("iam", "delete-policy", "--policy-arn", arn)
