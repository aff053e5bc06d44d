"""IAM as boto3, the ``aws`` command and infrastructure-as-code tools use it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from tests.clients.sessions import Session, session_of
from tests.clients.test_cli import Cli
from tests.proofs.portal import Portal
from tests.servers.processes import wait_until


def code_of(attempt: Callable[[], object]) -> tuple[str, int]:
    with pytest.raises(ClientError) as caught:
        attempt()
    answer = caught.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]


def session_with(portal: Portal, key: dict[str, Any]) -> Session:
    credentials = Credentials(key["AccessKeyId"], key["SecretAccessKey"])
    return session_of(portal.address, credentials)


def test_a_users_life_as_terraform_leads_it(
    served_portal: Portal, alice_session: Session
) -> None:
    iam = alice_session.iam
    missing = "NoSuchEntity", 404
    assert code_of(lambda: iam.get_user(UserName="deploy")) == missing
    tags = [{"Key": "Team", "Value": "ops + co ü"}]
    made = iam.create_user(UserName="deploy", Path="/ci/", Tags=tags)["User"]
    iam.get_waiter("user_exists").wait(UserName="deploy")
    assert iam.get_user(UserName="deploy")["User"] == made
    assert made["Tags"] == tags
    iam.create_group(GroupName="ci")
    iam.add_user_to_group(GroupName="ci", UserName="deploy")
    groups = iam.list_groups_for_user(UserName="deploy")["Groups"]
    assert [group["GroupName"] for group in groups] == ["ci"]
    key = iam.create_access_key(UserName="deploy")["AccessKey"]

    caller = session_with(served_portal, key)
    assert caller.sts.get_caller_identity()["Arn"] == made["Arn"]
    assert code_of(caller.iam.get_user) == ("AccessDenied", 403)
    wait_until(lambda: "LastUsedDate" in last_used(iam, key))
    assert last_used(iam, key)["Region"] == "us-east-1"

    iam.update_user(UserName="deploy", NewUserName="deployer")
    iam.tag_user(UserName="deployer", Tags=[{"Key": "Cost", "Value": "1"}])
    iam.untag_user(UserName="deployer", TagKeys=["Team"])
    listed = iam.get_paginator("list_user_tags").paginate(UserName="deployer")
    assert listed.build_full_result()["Tags"] == [{"Key": "Cost", "Value": "1"}]
    conflict = "DeleteConflict", 409
    assert code_of(lambda: iam.delete_user(UserName="deployer")) == conflict

    own = {"UserName": "deployer", "AccessKeyId": key["AccessKeyId"]}
    iam.update_access_key(**own, Status="Inactive")
    invalid = "InvalidClientTokenId", 403
    assert code_of(caller.sts.get_caller_identity) == invalid
    iam.delete_access_key(**own)
    iam.remove_user_from_group(GroupName="ci", UserName="deployer")
    iam.delete_group(GroupName="ci")
    iam.delete_user(UserName="deployer")
    assert code_of(lambda: iam.get_user(UserName="deployer")) == missing


def last_used(iam: Any, key: dict[str, Any]) -> dict[str, Any]:
    answer = iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])
    used: dict[str, Any] = answer["AccessKeyLastUsed"]
    return used


def test_lists_are_paged_and_errors_have_their_types(alice_session: Session) -> None:
    iam = alice_session.iam
    for number in range(3):
        iam.create_user(UserName=f"page-{number}", Path="/pages/")
    pages = iam.get_paginator("list_users").paginate(
        PathPrefix="/pages/", PaginationConfig={"PageSize": 2}
    )
    names = [user["UserName"] for user in pages.build_full_result()["Users"]]
    assert names == ["page-0", "page-1", "page-2"]
    with pytest.raises(iam.exceptions.EntityAlreadyExistsException):
        iam.create_user(UserName="PAGE-0")
    iam.create_access_key(UserName="page-0")
    iam.create_access_key(UserName="page-0")
    with pytest.raises(iam.exceptions.LimitExceededException):
        iam.create_access_key(UserName="page-0")
    assert code_of(lambda: iam.create_user(UserName="a b")) == ("ValidationError", 400)
    assert iam.get_account_summary()["SummaryMap"]["UsersQuota"] == 5000


def test_a_stranger_finds_nothing(
    alice_session: Session, mallory_session: Session
) -> None:
    alice_session.iam.create_group(GroupName="sealed")
    iam = mallory_session.iam
    assert code_of(lambda: iam.get_group(GroupName="sealed")) == ("NoSuchEntity", 404)
    assert iam.list_groups()["Groups"] == []


def test_the_aws_command_manages_users(sqlite_portal: Portal, tmp_path: Path) -> None:
    aws = Cli(sqlite_portal, tmp_path)
    aws("iam", "create-user", "--user-name", "bob", "--tags", "Key=Team,Value=ops")
    shown = aws("iam", "get-user", "--user-name", "bob")["User"]
    assert shown["Tags"] == [{"Key": "Team", "Value": "ops"}]
    aws("iam", "create-group", "--group-name", "ops")
    aws("iam", "add-user-to-group", "--group-name", "ops", "--user-name", "bob")
    (user,) = aws("iam", "get-group", "--group-name", "ops")["Users"]
    assert user["UserName"] == "bob"
    key = aws("iam", "create-access-key", "--user-name", "bob")["AccessKey"]
    assert len(key["SecretAccessKey"]) == 40
    refused = aws.attempt("iam", "delete-user", "--user-name", "bob")
    assert "(DeleteConflict) when calling the DeleteUser operation" in refused.stderr
