"""Prove that every statement is as it was issued, or say which one is not."""

from django.core.management.base import BaseCommand, CommandError

from billing.statement_checks import verify_statements


class Command(BaseCommand):
    help = "Verify digests, signatures, chains and numbers of all statements."

    def handle(self, **_options: object) -> None:
        count, findings = verify_statements()
        for finding in findings:
            self.stderr.write(finding)
        if findings:
            raise CommandError(f"{len(findings)} problems were found.")
        self.stdout.write(f"All {count} statements are whole.")
