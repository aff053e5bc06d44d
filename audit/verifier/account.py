"""Verifying one account's export: its events' proofs, and nobody else's events."""

import json
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from audit.verifier.findings import of_segment
from audit.verifier.folders import CHECKPOINTS, CONSISTENCY, EVENTS, Folder, FolderError
from audit.verifier.forms import hashes, number, read_proof, text
from audit.verifier.log import Note
from audit.verifier.merkle import ProofError, verify_consistency
from audit.verifier.notes import Checkpoint, NoteError, PublicKey, open_checkpoint
from audit.verifier.proofs import EventProof
from audit.verifier.report import Report


class AccountCheck:
    """Verifies one folder; every problem goes into the report."""

    def __init__(
        self, folder: Folder, keys: Sequence[PublicKey], anchors: Sequence[Note]
    ) -> None:
        """Prepare; nothing is read yet but the manifest."""
        self._folder, self._keys, self._anchors = folder, keys, anchors
        self._account = text(folder.manifest, "account")
        self._own: dict[int, set[int]] = defaultdict(set)
        self._counts: dict[int, int] = {}
        self._seen: set[tuple[str, int, int]] = set()
        self.report = Report({"events": 0})

    def run(self) -> Report:
        """Check each event against the checkpoint, then that against the anchors."""
        try:
            checkpoint = self._checkpoint()
        except NoteError as error:
            self.report.find("checkpoint", str(error))
            return self.report
        for line in self._folder.lines(EVENTS):
            self.report.count("events")
            self._check(line.where, read_proof(line.form), checkpoint)
        self._find_gaps()
        self._compare_manifest()
        self._check_anchors(checkpoint)
        self.report.remarks.append(
            "Of events that a worker's chain holds among others', this shows that each"
            " is genuine, not that none was left out."
        )
        return self.report

    def _checkpoint(self) -> Checkpoint:
        notes = [text(line.form, "note") for line in self._folder.lines(CHECKPOINTS)]
        if len(notes) != 1:
            raise FolderError(f"{CHECKPOINTS} must hold one checkpoint")
        return open_checkpoint(notes[0], self._keys)

    def _check(self, where: str, proof: EventProof, checkpoint: Checkpoint) -> None:
        try:
            proof.verify(checkpoint)
        except ProofError as error:
            self.report.find(where, str(error))
            return
        header = proof.header
        place = (header.chain_name, header.number, proof.index)
        if place in self._seen:
            self.report.find(where, "the event is there twice")
        self._seen.add(place)
        if account_of(proof.line) != self._account:
            self.report.find(where, "the event is another account's")
        if header.chain_name == f"account:{self._account}":
            self._own[header.number].add(proof.index)
            self._counts[header.number] = header.count

    def _find_gaps(self) -> None:
        """Miss what is not there of the account's own chain, which comes whole."""
        chain, numbers = f"account:{self._account}", sorted(self._own)
        for before, after in pairwise(numbers):
            if after != before + 1:
                problem = "it is missing"
                self.report.findings.append(of_segment(chain, before + 1, problem))
        for at in numbers:
            missing = self._counts[at] - len(self._own[at])
            if missing:
                problem = f"{missing} of its events are missing"
                self.report.findings.append(of_segment(chain, at, problem))

    def _compare_manifest(self) -> None:
        stated, found = number(self._folder.manifest, "events"), self.report.counts
        if stated != found["events"]:
            self.report.find(
                "manifest", f"it says {stated} events, there are {found['events']}"
            )

    def _check_anchors(self, checkpoint: Checkpoint) -> None:
        paths = {
            number(line.form, "size"): hashes(line.form, "path")
            for line in self._folder.lines(CONSISTENCY)
        }
        for note in self._anchors:
            try:
                anchor = open_checkpoint(note.text, self._keys)
                _hold(anchor, checkpoint, paths)
            except (NoteError, ProofError) as error:
                self.report.find(note.name, str(error))


def _hold(
    anchor: Checkpoint, checkpoint: Checkpoint, paths: dict[int, tuple[bytes, ...]]
) -> None:
    """Raise ProofError unless the log of ``anchor`` begins that of ``checkpoint``."""
    old, new = (anchor.size, anchor.root), (checkpoint.size, checkpoint.root)
    if anchor.size > checkpoint.size:
        raise ProofError(
            "it covers more of the log than the export does: export anew, or the end"
            " was cut off"
        )
    path = () if anchor.size == checkpoint.size else paths.get(anchor.size)
    if path is None:
        raise ProofError("the export has no proof for it: export anew with it")
    verify_consistency(old, new, path)


def account_of(line: bytes) -> str:
    """Return whose event ``line`` is, empty when it does not say."""
    try:
        event = json.loads(line)
    except ValueError:
        return ""
    account_id = event.get("accountId") if isinstance(event, dict) else None
    return account_id if isinstance(account_id, str) else ""
