"""``manage.py create_account``."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from kmsportal.iam.access_keys import open_secret
from kmsportal.iam.models import AccessKey
from kmsportal.tenancy.models import Account, Membership, Organisation, User
from tests.world import World


def create_account(*arguments: str) -> str:
    output = StringIO()
    call_command("create_account", *arguments, stdout=output)
    return output.getvalue()


def test_it_prints_an_account_and_its_credentials(world: World) -> None:
    made = json.loads(create_account("--name", "orders", "--json"))
    assert set(made) == {"account_id", "access_key_id", "secret_access_key"}
    key = AccessKey.objects.get(id=made["access_key_id"])
    assert key.account_id == made["account_id"]
    assert open_secret(key).matches(made["secret_access_key"])


def test_people_get_text(world: World) -> None:
    said = create_account("--name", "orders")
    assert f"Account {Account.objects.get(name='orders').id} (orders) is open." in said
    assert "aws_secret_access_key = " in said


def test_a_name_is_taken_once_in_an_organisation(world: World) -> None:
    create_account("--name", "orders")
    with pytest.raises(CommandError, match="There is an account named 'orders'"):
        create_account("--name", "orders")
    create_account("--name", "orders", "--organisation", "Another")
    assert Organisation.objects.filter(name="Another").exists()


def test_a_person_may_administer_it_in_the_console(world: World) -> None:
    arguments = ("--name", "orders", "--email", "ada@example.com", "--json")
    made = json.loads(create_account(*arguments))
    person = User.objects.get(email="ada@example.com")
    assert person.check_password(made["one_time_password"])
    assert person.must_change_password
    again = create_account("--name", "billing", "--email", "ada@example.com")
    assert "with the password in use" in again
    assert Membership.objects.filter(user=person).count() == 2
