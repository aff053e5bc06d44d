"""Prove that the ledger is whole, or say where it is not."""

from django.core.management.base import BaseCommand, CommandError

from audit.verify import verify


class Command(BaseCommand):
    help = "Verify every chain of the audit ledger; exit 1 when one is not whole."

    def handle(self, **_options: object) -> None:
        verification = verify()
        for finding in verification.findings:
            self.stderr.write(str(finding))
        if verification.findings:
            raise CommandError(f"{len(verification.findings)} problems were found.")
        self.stdout.write(
            f"The ledger is whole: {verification.chains} chains, "
            f"{verification.segments} segments, {verification.events} events."
        )
