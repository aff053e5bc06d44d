"""Export the ledger, or one account's events of it, for ``kmsportal-verify``."""

from datetime import UTC, datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.proof.exporting import Period
from audit.proof.recorded import export_audit


class Command(BaseCommand):
    help = "Export the audit ledger with its signed checkpoint into a new folder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder that is not there yet")
        parser.add_argument("--account", default="", help="one account's events alone")
        parser.add_argument("--from", dest="start", type=_moment, metavar="TIME")
        parser.add_argument("--to", dest="end", type=_moment, metavar="TIME")

    def handle(
        self,
        *,
        folder: Path,
        account: str,
        start: datetime | None,
        end: datetime | None,
        **_: object,
    ) -> None:
        try:
            counts = export_audit(
                folder,
                account_id=account,
                period=Period(start, end),
                now=datetime.now(UTC),
            )
        except FileExistsError:
            raise CommandError(f"{folder} is there already.") from None
        self.stdout.write(
            ", ".join(f"{number} {name}" for name, number in counts.items())
            + f" were written to {folder}."
        )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
