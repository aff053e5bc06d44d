"""Open an account and tell its first credentials, once."""

import json
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction

from kmsportal.iam.accounts import NewAccount, open_account
from kmsportal.management.first_account import ORGANISATION, credentials_text
from kmsportal.management.operator_events import record_operator
from kmsportal.sealing.providers import RootKeyError
from kmsportal.tenancy.models import Organisation


class Command(BaseCommand):
    help = "Open an account with an administrator's access key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="the account's name")
        parser.add_argument(
            "--organisation",
            default=ORGANISATION,
            help="its organisation; made if there is none of that name",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        name = options["name"]
        try:
            opened = _open(options["organisation"], name, time=datetime.now(UTC))
        except IntegrityError as error:
            raise CommandError(
                f"There is an account named {name!r} already."
            ) from error
        except RootKeyError as error:
            raise CommandError(str(error)) from error
        told = _as_json if options["json"] else _as_text
        self.stdout.write(told(opened))


@transaction.atomic
def _open(organisation_name: str, name: str, *, time: datetime) -> NewAccount:
    organisation, _ = Organisation.objects.get_or_create(
        name=organisation_name, defaults={"created_at": time}
    )
    opened = open_account(organisation, name, time=time)
    record_operator(
        "portal:CreateAccount",
        account_id=opened.account.id,
        time=time,
        details={"accountName": name, "accessKeyId": opened.access_key_id},
    )
    return opened


def _as_json(opened: NewAccount) -> str:
    return json.dumps(
        {
            "account_id": opened.account.id,
            "access_key_id": opened.access_key_id,
            "secret_access_key": opened.secret_access_key.reveal(),
        }
    )


def _as_text(opened: NewAccount) -> str:
    return (
        f"Account {opened.account.id} ({opened.account.name}) is open.\n"
        "Its administrator's credentials, shown this once only:\n\n"
        f"{credentials_text(opened)}"
    )
