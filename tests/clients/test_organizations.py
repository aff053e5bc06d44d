"""AWS Organizations with unmodified clients: policies count as soon as they answer."""

import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.clients.sessions import Session
from tests.clients.test_cli import Cli
from tests.proofs.client import REGION
from tests.proofs.portal import Portal
from tests.proofs.sites import ALICE

DENY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Deny", "Action": "kms:Encrypt", "Resource": "*"}],
    }
)


@pytest.fixture(scope="module")
def organizations(served_portal: Portal) -> Any:
    return boto3.client(
        "organizations",
        endpoint_url=served_portal.address.url,
        aws_access_key_id=ALICE.access_key,
        aws_secret_access_key=ALICE.secret_key,
        region_name=REGION,
    )


def test_a_policy_binds_a_member_account_at_once(
    organizations: Any, mallory_session: Session
) -> None:
    kms = mallory_session.kms
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.encrypt(KeyId=key, Plaintext=b"x")
    account = mallory_session.sts.get_caller_identity()["Account"]
    made = organizations.create_policy(
        Name="no-encryption",
        Description="Nobody encrypts",
        Type="SERVICE_CONTROL_POLICY",
        Content=DENY,
    )
    policy = made["Policy"]["PolicySummary"]["Id"]
    organizations.attach_policy(PolicyId=policy, TargetId=account)
    with pytest.raises(ClientError, match="explicit deny in a service control policy"):
        kms.encrypt(KeyId=key, Plaintext=b"x")
    organizations.detach_policy(PolicyId=policy, TargetId=account)
    kms.encrypt(KeyId=key, Plaintext=b"x")
    organizations.delete_policy(PolicyId=policy)


def test_units_hold_accounts(organizations: Any, mallory_session: Session) -> None:
    root = organizations.list_roots()["Roots"][0]["Id"]
    made = organizations.create_organizational_unit(ParentId=root, Name="workloads")
    unit = made["OrganizationalUnit"]["Id"]
    account = mallory_session.sts.get_caller_identity()["Account"]
    place = {"AccountId": account, "SourceParentId": root}
    organizations.move_account(**place, DestinationParentId=unit)
    pages = organizations.get_paginator("list_accounts_for_parent")
    (page,) = pages.paginate(ParentId=unit)
    assert [entry["Id"] for entry in page["Accounts"]] == [account]
    back = {"AccountId": account, "SourceParentId": unit, "DestinationParentId": root}
    organizations.move_account(**back)
    organizations.delete_organizational_unit(OrganizationalUnitId=unit)


def test_a_refusal_has_the_models_type_and_reason(organizations: Any) -> None:
    errors = organizations.exceptions
    root = organizations.list_roots()["Roots"][0]["Id"]
    with pytest.raises(errors.ConstraintViolationException) as caught:
        organizations.detach_policy(PolicyId="p-FullAWSAccess", TargetId=root)
    answer = caught.value.response
    assert answer["Reason"] == "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"
    with pytest.raises(errors.InvalidInputException):
        organizations.describe_policy(PolicyId="not-a-policy")


def test_the_command_line_describes_the_organisation(
    served_portal: Portal, tmp_path: Any
) -> None:
    aws = Cli(served_portal, tmp_path)
    shown = aws("organizations", "describe-organization")["Organization"]
    accounts = aws("organizations", "list-accounts")["Accounts"]
    assert shown["MasterAccountId"] in [account["Id"] for account in accounts]
