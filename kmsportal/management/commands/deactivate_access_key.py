"""Switch an access key off, and return when no process accepts it any more."""

import time
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from kmsportal.iam.access_keys import deactivate
from kmsportal.iam.models import AccessKey
from kmsportal.management.operator_events import record_operator
from kmsportal.tenancy.generations import settle_seconds


class Command(BaseCommand):
    help = "Deactivate an access key; once this returns, nothing it signs is accepted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("access_key_id")

    def handle(self, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        access_key_id = options["access_key_id"]
        with transaction.atomic():
            key = AccessKey.objects.filter(id=access_key_id).first()
            if key is None:
                raise CommandError(f"There is no access key {access_key_id}.")
            record_operator(
                "iam:UpdateAccessKey",
                account_id=key.account_id,
                time=datetime.now(UTC),
                details={"accessKeyId": key.id, "status": "Inactive"},
            )
            deactivate(key)
        time.sleep(settle_seconds())
        self.stdout.write(f"The access key {access_key_id} is inactive.")
