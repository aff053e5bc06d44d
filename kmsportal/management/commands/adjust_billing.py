"""Give an account a credit or a debit for a closed month."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from billing.adjusting import AdjustmentRefused
from billing.months import Month
from kmsportal.pricing import record_adjustment


class Command(BaseCommand):
    help = "Enter a correction for an account's next statement, with its reason."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--account", required=True, help="twelve digits")
        parser.add_argument("--month", required=True, help="the closed month: 2026-09")
        parser.add_argument("--amount", required=True, help="negative is a credit")
        parser.add_argument("--reason", required=True, help="printed on the statement")

    def handle(self, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        try:
            amount = record_adjustment(
                options["account"],
                Month.parse(options["month"]),
                amount=options["amount"],
                reason=options["reason"],
                now=datetime.now(UTC),
            )
        except (AdjustmentRefused, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{amount} goes into the next statement.")
