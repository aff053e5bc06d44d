"""Sign the heads of all chains now, without waiting for the clock."""

from datetime import UTC, datetime

from django.core.management.base import BaseCommand, CommandParser

from audit.proof.making import make_checkpoint, rotate


class Command(BaseCommand):
    help = "Make a signed checkpoint of the audit ledger and print it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--rotate-keys",
            action="store_true",
            help="begin to sign with new keys; this checkpoint is signed by both",
        )

    def handle(self, *, rotate_keys: bool, **_: object) -> None:
        make = rotate if rotate_keys else make_checkpoint
        made = make(datetime.now(UTC))
        if made is None:
            self.stdout.write("Nothing has been added since the last checkpoint.")
        else:
            self.stdout.write(made.note, ending="")
