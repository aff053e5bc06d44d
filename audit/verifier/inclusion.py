"""Finding one event in an export and proving that a checkpoint covers it."""

import json
from collections.abc import Iterator, Sequence

from audit.verifier.folders import CHECKPOINTS, EVENTS, LOG, SEGMENTS, Folder
from audit.verifier.forms import (
    FormError,
    read_entry,
    read_proof,
    read_segment,
    text,
)
from audit.verifier.merkle import ProofError, Tree
from audit.verifier.notes import NoteError, PublicKey, open_checkpoint
from audit.verifier.proofs import EventProof, Place, prove
from audit.verifier.report import Report
from audit.verifier.segments import Span


def verify_inclusion(
    folder: Folder, keys: Sequence[PublicKey], event_id: str
) -> Report:
    """Report whether the event is in the ledger that the newest checkpoint signs."""
    report = Report()
    proof = next(_proofs(folder, event_id), None)
    if proof is None:
        report.find(f"event {event_id}", "it is not in the export")
        return report
    *_, note = [text(line.form, "note") for line in folder.lines(CHECKPOINTS)]
    try:
        proof.verify(open_checkpoint(note, keys))
    except (NoteError, ProofError) as error:
        report.find(f"event {event_id}", str(error))
    header = proof.header
    report.count("events")
    report.remarks.append(
        f"Event {event_id} is event {proof.index + 1} of {header.count} in segment"
        f" {header.number} of {header.chain_name}, entry {proof.log_index} of the log."
    )
    return report


def event_id_of(line: bytes) -> str:
    """Return the id of the caller's copy, empty when there is none."""
    try:
        return text(json.loads(line)["record"], "eventID")
    except (ValueError, KeyError, TypeError, AttributeError, FormError):
        return ""


def _proofs(folder: Folder, event_id: str) -> Iterator[EventProof]:
    if folder.kind == "account":
        for line in folder.lines(EVENTS):
            proof = read_proof(line.form)
            if event_id_of(proof.line) == event_id:
                yield proof
        return
    for line in folder.lines(SEGMENTS):
        segment = read_segment(line.form)
        for index, event in enumerate(segment.lines):
            if event_id_of(event) == event_id:
                log, place = _place(
                    folder, segment.header.chain_name, segment.header.number
                )
                yield list(prove(segment.lines, segment.header, place, log))[index]


def _place(folder: Folder, chain_name: str, number: int) -> tuple[Tree, Place]:
    """Rebuild the log's tree and the span that holds the segment."""
    entries = [read_entry(line.form) for line in folder.lines(LOG)]
    log = Tree([entry.leaf if isinstance(entry, Span) else entry for entry in entries])
    for index, entry in enumerate(entries):
        if (
            isinstance(entry, Span)
            and entry.chain_name == chain_name
            and entry.first <= number <= entry.last
        ):
            return log, Place(entry, index, _hashes(folder, entry))
    raise FormError(f"segment {number} of {chain_name} is not in the log")


def _hashes(folder: Folder, span: Span) -> list[bytes]:
    segments = (read_segment(line.form) for line in folder.lines(SEGMENTS))
    return [
        segment.hash
        for segment in segments
        if segment.header.chain_name == span.chain_name
        and span.first <= segment.header.number <= span.last
    ]
