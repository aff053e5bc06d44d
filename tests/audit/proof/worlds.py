"""Ledgers to export and tamper with, and the files that come of them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction

from audit.cloudtrail import encode
from audit.ledger import append
from audit.proof.exporting import Period
from audit.proof.keys import public_keys
from audit.proof.recorded import export_audit
from audit.verifier.cli import main
from audit.writer_chain import WriterChain
from kmsportal.core.record import KeyUse, LedgerEvent, Trace
from tests.audit.worlds import ALICE_ACCOUNT, MALLORY_ACCOUNT, event, user
from tests.world import NOW

Lines = list[dict[str, Any]]
ALWAYS = Period(None, None)
MALLORY = user(MALLORY_ACCOUNT, "Mallory")


def grow(account_id: str = ALICE_ACCOUNT, count: int = 1) -> None:
    for number in range(count):
        by = MALLORY if account_id == MALLORY_ACCOUNT else user(account_id)
        with transaction.atomic():
            append(account_id, event(number, by=by))


def write(writer: WriterChain, *events: LedgerEvent) -> None:
    times = [event.time for event in events]
    writer.append([encode(event) for event in events], min(times), max(times))


def mixed_ledger() -> WriterChain:
    """Fill two accounts' chains, and a writer's that holds events of both.

    One of Mallory's is on a key of Alice's, so Alice has a copy of it.
    """
    grow(ALICE_ACCOUNT, 3)
    grow(MALLORY_ACCOUNT)
    writer = WriterChain()
    alices_key = Trace(keys=(KeyUse(arn="arn:aws:kms:x", account_id=ALICE_ACCOUNT),))
    for number in range(3):
        write(
            writer,
            event(number),
            event(number + 3, by=MALLORY, trace=Trace()),
            event(number + 6),
        )
    write(writer, event(20, by=MALLORY, trace=alices_key))
    return writer


class Exported:
    """An export in a folder, with the keys to verify it."""

    def __init__(
        self, path: Path, *, account_id: str = "", period: Period = ALWAYS
    ) -> None:
        self.folder, self.keys = path / "export", path / "keys"
        self.counts = export_audit(
            self.folder, account_id=account_id, period=period, now=NOW
        )
        self.keys.write_text("\n".join(map(str, public_keys())), encoding="utf-8")

    def read(self, name: str) -> Lines:
        text = (self.folder / name).read_text(encoding="utf-8")
        return [json.loads(line) for line in text.split("\n") if line]

    def change(self, name: str, change: Callable[[Lines], object]) -> None:
        """Have ``change`` alter the lines of a file in place."""
        lines = self.read(name)
        change(lines)
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (self.folder / name).write_text(text, encoding="utf-8")

    def text(self) -> str:
        return "".join(
            path.read_text(encoding="utf-8") for path in self.folder.iterdir()
        )

    def verify(self, *arguments: str) -> int:
        return self._run("export", *arguments)

    def include(self, event_id: str) -> int:
        return self._run("inclusion", "--event", event_id)

    def _run(self, command: str, *arguments: str) -> int:
        return main([command, str(self.folder), "--key", str(self.keys), *arguments])
