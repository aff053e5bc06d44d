"""Prove that the ledger is whole, or say where it is not."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.verifier.log import Note
from audit.verifier.notes import NoteError, PublicKey
from audit.verify import verify


class Command(BaseCommand):
    help = "Verify every chain of the audit ledger; exit 1 when one is not whole."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anchor",
            type=Path,
            action="append",
            default=[],
            help="a checkpoint that was kept elsewhere; may be given more than once",
        )
        parser.add_argument(
            "--key",
            type=Path,
            help="a file of public keys, one a line, instead of the database's own",
        )

    def handle(self, *, anchor: list[Path], key: Path | None, **_: object) -> None:
        kept = [Note(path.name, path.read_text(encoding="utf-8")) for path in anchor]
        verification = verify(kept, _keys(key) if key else ())
        for finding in verification.findings:
            self.stderr.write(str(finding))
        if verification.findings:
            raise CommandError(f"{len(verification.findings)} problems were found.")
        self.stdout.write(
            f"The ledger is whole: {verification.chains} chains, "
            f"{verification.segments} segments, {verification.events} events, "
            f"{verification.checkpoints} checkpoints."
        )


def _keys(path: Path) -> list[PublicKey]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [PublicKey.parse(line) for line in lines if line.strip()]
    except NoteError as error:
        raise CommandError(f"{path}: {error}.") from None
