"""Open an account and tell its first credentials, once."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction

from kmsportal.iam.accounts import NewAccount, open_account
from kmsportal.iam.people import Invitation, invite
from kmsportal.management.first_account import ORGANISATION, credentials_text
from kmsportal.management.operator_events import record_operator
from kmsportal.sealing.providers import RootKeyError
from kmsportal.tenancy.models import Organisation, Role


class Command(BaseCommand):
    help = "Open an account with an administrator's access key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="the account's name")
        parser.add_argument(
            "--organisation",
            default=ORGANISATION,
            help="its organisation; made if there is none of that name",
        )
        parser.add_argument(
            "--email",
            default="",
            help="who administers it in the console; nobody by default",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        name = options["name"]
        try:
            opened, invited = _open(options, time=datetime.now(UTC))
        except IntegrityError as error:
            raise CommandError(
                f"There is an account named {name!r} already."
            ) from error
        except RootKeyError as error:
            raise CommandError(str(error)) from error
        told = _as_json if options["json"] else _as_text
        self.stdout.write(told(opened, invited))


@transaction.atomic
def _open(
    options: Mapping[str, Any], *, time: datetime
) -> tuple[NewAccount, Invitation | None]:
    """Open the account and, with an address, let that person administer it."""
    organisation, _ = Organisation.objects.get_or_create(
        name=options["organisation"], defaults={"created_at": time}
    )
    name, email = options["name"], options["email"]
    opened = open_account(organisation, name, time=time)
    record_operator(
        "portal:CreateAccount",
        account_id=opened.account.id,
        time=time,
        details={"accountName": name, "accessKeyId": opened.access_key_id},
    )
    if not email:
        return opened, None
    role = Role.ADMINISTRATOR
    return opened, invite(opened.account, email, role, time=time)


def _as_json(opened: NewAccount, invited: Invitation | None) -> str:
    members = {
        "account_id": opened.account.id,
        "access_key_id": opened.access_key_id,
        "secret_access_key": opened.secret_access_key.reveal(),
    }
    if invited is not None:
        members["email"] = invited.membership.user.email
    if invited is not None and invited.password is not None:
        members["one_time_password"] = invited.password.reveal()
    return json.dumps(members)


def _as_text(opened: NewAccount, invited: Invitation | None) -> str:
    return _of_person(invited) + (
        f"Account {opened.account.id} ({opened.account.name}) is open.\n"
        "Its administrator's credentials, shown this once only:\n\n"
        f"{credentials_text(opened)}"
    )


def _of_person(invited: Invitation | None) -> str:
    if invited is None:
        return ""
    email = invited.membership.user.email
    if invited.password is None:
        return f"{email} administers it in the console, with the password in use.\n"
    return (
        f"{email} administers it in the console, and signs in with"
        f" {invited.password.reveal()} (once; another must be chosen then).\n"
    )
