"""Give an IAM user an access key: the way back in when every secret is lost."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from kmsportal.core.errors import LimitExceededException
from kmsportal.core.secret import SecretText
from kmsportal.iam.access_keys import issue_access_key, require_room_for_a_key
from kmsportal.iam.models import AccessKey, IamUser
from kmsportal.management.operator_events import record_operator
from kmsportal.sealing.providers import RootKeyError


class Command(BaseCommand):
    help = "Make an access key of an IAM user; its secret is printed this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("account_id")
        parser.add_argument("user_name")

    def handle(self, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        try:
            key, secret = _issue(options["account_id"], options["user_name"])
        except (LimitExceededException, RootKeyError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"aws_access_key_id = {key.id}\naws_secret_access_key = {secret.reveal()}"
        )


@transaction.atomic
def _issue(account_id: str, user_name: str) -> tuple[AccessKey, SecretText]:
    user = (
        IamUser.objects.filter(account_id=account_id, name=user_name)
        .select_for_update()
        .first()
    )
    if user is None:
        raise CommandError(f"Account {account_id} has no IAM user {user_name}.")
    require_room_for_a_key(user)
    time = datetime.now(UTC)
    key, secret = issue_access_key(user, time=time)
    record_operator(
        "iam:CreateAccessKey",
        account_id=account_id,
        time=time,
        details={"userName": user_name, "accessKeyId": key.id},
    )
    return key, secret
