"""Print the public keys that checkpoints of the ledger are verified with."""

from datetime import UTC, datetime

from django.core.management.base import BaseCommand

from audit.proof.keys import active_signers, public_keys


class Command(BaseCommand):
    help = "Print the public keys of the audit's checkpoints, one a line, oldest first."

    def handle(self, **_: object) -> None:
        active_signers(datetime.now(UTC))
        for key in public_keys():
            self.stdout.write(str(key))
