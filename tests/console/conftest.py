"""People who sign in to the console, and what they see it with."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client as Browser

from kmsportal.iam.accounts import add_member
from kmsportal.projector import catch_up
from kmsportal.tenancy.models import Account, Role, User
from tests.world import NOW, REGION, Client

PASSWORD = "correct horse battery"
READ_KEYS = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "kms:DescribeKey", "Resource": "*"}
        ],
    }
)
USE_KEYS = READ_KEYS.replace("DescribeKey", "Decrypt")


@pytest.fixture(autouse=True)
def _no_attempts_counted() -> None:
    cache.clear()


def make_person(email: str, *, must_change_password: bool = False) -> User:
    person = User(
        email=email, created_at=NOW, must_change_password=must_change_password
    )
    person.set_password(PASSWORD)
    person.save()
    return person


def join(person: User, account_id: str, role: Role = Role.ADMINISTRATOR) -> None:
    add_member(Account.objects.get(id=account_id), person, role, time=NOW)


@pytest.fixture
def ada(alice: Client) -> User:
    """An administrator of alice's account, in person."""
    person = make_person("ada@example.com")
    join(person, alice.account_id)
    return person


@pytest.fixture
def signed_in(ada: User) -> Browser:
    """Ada's browser, signed in."""
    browser = Browser()
    browser.force_login(ada)
    return browser


@pytest.fixture
def home(alice: Client) -> str:
    """The address of alice's account."""
    return f"/console/{alice.account_id}/{REGION}/"


@pytest.fixture
def orders(alice: Client) -> dict[str, Any]:
    """A key in use: its metadata; it has an alias, a tag and a refused call."""
    tags = [{"TagKey": "team", "TagValue": "payments"}]
    made = alice.create_key(Description="Orders database", Tags=tags)
    key: dict[str, Any] = made["KeyMetadata"]
    alice.create_alias(AliasName="alias/orders", TargetKeyId=key["KeyId"])
    sealed = alice.encrypt(KeyId="alias/orders", Plaintext=b"secret")
    alice.decrypt(CiphertextBlob=sealed["CiphertextBlob"])
    catch_up()
    return key


def role_browser(alice: Client, role: Role) -> Browser:
    """Return the browser of somebody with that role in alice's account."""
    person = make_person(f"{role.value.lower()}@example.com")
    join(person, alice.account_id, role)
    browser = Browser()
    browser.force_login(person)
    return browser


def trust_of(account_id: str) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account_id}:root"},
        "Action": "sts:AssumeRole",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.fixture
def team(alice: Client) -> str:
    """A user bob in a group, a role and a managed policy; the policy's ARN."""
    alice.iam.create_user(
        UserName="bob", Path="/team/", Tags=[{"Key": "team", "Value": "payments"}]
    )
    alice.iam.create_group(GroupName="developers")
    alice.iam.add_user_to_group(GroupName="developers", UserName="bob")
    alice.iam.create_role(
        RoleName="deployer",
        Description="Deploys the shop",
        AssumeRolePolicyDocument=trust_of(alice.account_id),
    )
    made = alice.iam.create_policy(
        PolicyName="read-keys", PolicyDocument=READ_KEYS, Description="Look at keys"
    )
    return str(made["Policy"]["Arn"])
