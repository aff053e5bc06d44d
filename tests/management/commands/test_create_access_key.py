"""``manage.py create_access_key``, and the events of what an operator does."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from kmsportal.iam.access_keys import open_secret
from kmsportal.iam.accounts import add_member
from kmsportal.iam.models import AccessKey
from kmsportal.tenancy.models import Account, Role, User
from tests.ledger import records
from tests.world import NOW, Client, World


def run(*arguments: str) -> str:
    output = StringIO()
    call_command(*arguments, stdout=output)
    return output.getvalue()


def test_a_user_gets_a_key_and_the_account_an_event(alice: Client) -> None:
    printed = run("create_access_key", alice.account_id, "admin").split()
    key_id, secret = printed[2], printed[5]
    assert open_secret(AccessKey.objects.get(id=key_id)).matches(secret)
    (record,) = records("iam:CreateAccessKey")
    assert record["serviceEventDetails"] == {
        "userName": "admin",
        "accessKeyId": key_id,
        "by": "operator",
    }
    assert record["eventSource"] == "iam.amazonaws.com"
    assert record["recipientAccountId"] == alice.account_id
    assert secret not in json.dumps(record)


def test_an_unknown_user_and_a_third_key_are_refused(alice: Client) -> None:
    with pytest.raises(CommandError, match=r"has no IAM user eve\.$"):
        run("create_access_key", alice.account_id, "eve")
    run("create_access_key", alice.account_id, "admin")
    with pytest.raises(CommandError, match="AccessKeysPerUser: 2"):
        run("create_access_key", alice.account_id, "admin")


def test_other_deeds_of_the_operator_are_events_too(world: World) -> None:
    made = json.loads(run("create_account", "--name", "orders", "--json"))
    run("deactivate_access_key", made["access_key_id"])
    ada = User.objects.create(email="ada@example.com", created_at=NOW)
    account = Account.objects.get(id=made["account_id"])
    add_member(account, ada, Role.AUDITOR, time=NOW)
    run("reset_password", "ada@example.com")
    shown = {record["eventName"]: record["serviceEventDetails"] for record in records()}
    assert shown == {
        "CreateAccount": {
            "accountName": "orders",
            "accessKeyId": made["access_key_id"],
            "by": "operator",
        },
        "UpdateAccessKey": {
            "accessKeyId": made["access_key_id"],
            "status": "Inactive",
            "by": "operator",
        },
        "ResetPassword": {"email": "ada@example.com", "by": "operator"},
    }
