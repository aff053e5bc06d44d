"""Writing exports that ``kmsportal-verify`` reads: of all, or of one account.

An account's export holds its own events alone. Each comes with the hashes that join it
to a signed checkpoint, so nobody else's events are needed, nor shown: a hash of a line
with a random event id tells nothing of it.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TextIO

from django.db.models import Max, Min, QuerySet

from audit.models import Checkpoint, LogEntry, Segment
from audit.owner_copy import owner_record
from audit.proof.proving import AccountEvents, Found, Log
from audit.proof.reading import sealed_segment, span_of
from audit.verifier import folders
from audit.verifier.forms import (
    FORMAT,
    Json,
    dump,
    write_entry,
    write_proof,
    write_segment,
)
from audit.verifier.merkle import consistency_path
from kmsportal.core.moments import microseconds

_MOST_CONSISTENCY = 500


class Period:
    """From one moment up to another, exclusive; None leaves an end open."""

    def __init__(self, start: datetime | None, end: datetime | None) -> None:
        """Take moments in UTC."""
        self.start, self.end = start, end

    def within(self, segments: QuerySet[Segment]) -> QuerySet[Segment]:
        if self.start is not None:
            segments = segments.filter(last_time__gte=microseconds(self.start))
        if self.end is not None:
            segments = segments.filter(first_time__lt=microseconds(self.end))
        return segments

    def holds(self, time: int) -> bool:
        begins = self.start is None or time >= microseconds(self.start)
        return begins and (self.end is None or time < microseconds(self.end))

    def shown(self) -> Json:
        return {
            "from": self.start.isoformat() if self.start else None,
            "until": self.end.isoformat() if self.end else None,
        }


class Export:
    """One export being written into an empty folder."""

    def __init__(self, folder: Path, checkpoint: Checkpoint, period: Period) -> None:
        """Make the folder; FileExistsError when it is there already."""
        folder.mkdir(parents=True)
        self._folder, self._checkpoint, self._period = folder, checkpoint, period
        self.counts: Counter[str] = Counter()

    def write_installation(self) -> None:
        """Write all chains, as far as the checkpoint covers them."""
        spans = self._spans()
        self._write(folders.SEGMENTS, self._segments(spans))
        self._write(folders.LOG, self._log(spans))
        self._write(folders.CHECKPOINTS, self._checkpoints())
        self._write_manifest({"kind": "installation"})

    def write_account(self, account_id: str) -> None:
        """Write the account's events with their proofs, and its copies of others'."""
        log = Log(self._checkpoint)
        events = AccountEvents(account_id, log, self._period)
        with (
            self._open(folders.EVENTS) as proofs,
            self._open(folders.COPIES) as copies,
        ):
            for found in events:
                self._write_found(found, proofs, copies)
        note = {"number": self._checkpoint.number, "note": self._checkpoint.note}
        self._write(folders.CHECKPOINTS, [note])
        self._write(folders.CONSISTENCY, self._consistency(log))
        self._write_manifest({"kind": "account", "account": account_id})

    def _write_found(self, found: Found, proofs: TextIO, copies: TextIO) -> None:
        if found.owner is None:
            self.counts["events"] += 1
            proofs.write(dump(write_proof(found.proof)) + "\n")
        else:
            self.counts["copies"] += 1
            copies.write(owner_record(found.event, found.owner).decode() + "\n")

    def _spans(self) -> dict[int, LogEntry]:
        """Return the log's entries whose segments are exported, by their index."""
        grown = self._period.within(Segment.objects.all()).values("chain_name")
        bounds = grown.annotate(first=Min("number"), last=Max("number"))
        chosen: dict[int, LogEntry] = {}
        for chain_name, first, last in bounds.values_list(
            "chain_name", "first", "last"
        ):
            rows = LogEntry.objects.filter(
                chain_name=chain_name,
                index__lt=self._checkpoint.size,
                last_number__gte=first,
                first_number__lte=last,
            )
            chosen |= {row.index: row for row in rows}
        return chosen

    def _segments(self, spans: dict[int, LogEntry]) -> Iterator[Json]:
        ordered = sorted(
            spans.values(), key=lambda row: (row.chain_name, row.first_number)
        )
        for span in ordered:
            rows = Segment.objects.filter(
                chain_name=span.chain_name,
                number__gte=span.first_number,
                number__lte=span.last_number,
            )
            for row in rows.order_by("number").iterator(chunk_size=200):
                self.counts["segments"] += 1
                self.counts["events"] += row.count
                yield write_segment(sealed_segment(row).found)

    def _log(self, spans: dict[int, LogEntry]) -> Iterator[Json]:
        rows = LogEntry.objects.filter(index__lt=self._checkpoint.size)
        for row in rows.order_by("index").iterator():
            self.counts["entries"] += 1
            span = span_of(row)
            yield write_entry(span if row.index in spans else span.leaf)

    def _checkpoints(self) -> Iterator[Json]:
        rows = Checkpoint.objects.filter(number__lte=self._checkpoint.number)
        for number, note in rows.order_by("number").values_list("number", "note"):
            self.counts["checkpoints"] += 1
            yield {"number": number, "note": note}

    def _consistency(self, log: Log) -> Iterator[Json]:
        """Join the newest of the earlier checkpoints to this one, for anchors."""
        rows = Checkpoint.objects.filter(size__lt=self._checkpoint.size)
        newest = rows.order_by("-size").values_list("size", flat=True).distinct()
        for size in sorted(newest[:_MOST_CONSISTENCY]):
            path = [node.hex() for node in consistency_path(log.leaves, size)]
            yield {"size": size, "path": path}

    def _write(self, name: str, forms: Iterator[Json] | list[Json]) -> None:
        with self._open(name) as file:
            file.writelines(dump(form) + "\n" for form in forms)

    def _write_manifest(self, about: Json) -> None:
        counts = {"events": 0, "segments": 0, "entries": 0, "checkpoints": 0}
        manifest = {"format": FORMAT, **about, **self._period.shown(), **counts}
        self._write(folders.MANIFEST, [manifest | self.counts])

    def _open(self, name: str) -> TextIO:
        return (self._folder / name).open("x", encoding="utf-8", newline="\n")
