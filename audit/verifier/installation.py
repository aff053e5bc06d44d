"""Verifying the export of a whole installation: chains, log, checkpoints, anchors."""

from collections.abc import Iterator, Sequence

from audit.verifier.chains import ChainWalk
from audit.verifier.findings import Finding, of_segment
from audit.verifier.folders import CHECKPOINTS, LOG, SEGMENTS, Folder
from audit.verifier.forms import number, read_entry, read_segment, text
from audit.verifier.log import Entry, LogCheck, Note
from audit.verifier.merkle import HASH_BYTES
from audit.verifier.notes import PublicKey
from audit.verifier.report import Report
from audit.verifier.segments import Span

_COUNTED = ("segments", "events", "entries", "checkpoints")


class _Chain:
    """One chain of the export: its walk, and the hashes it met."""

    def __init__(self, name: str, first: int) -> None:
        self.walk = ChainWalk(name)
        self.walk.number = first - 1
        self.first = first
        self._hashes = bytearray()

    def keep(self, segment_hash: bytes) -> None:
        self._hashes += segment_hash

    def hashes(self, first: int, last: int) -> list[bytes]:
        begin = max(first - self.first, 0) * HASH_BYTES
        end = max(last - self.first + 1, 0) * HASH_BYTES
        kept = bytes(self._hashes[begin:end])
        return [kept[at : at + HASH_BYTES] for at in range(0, len(kept), HASH_BYTES)]


class InstallationCheck:
    """Verifies one folder; every problem goes into the report."""

    def __init__(
        self, folder: Folder, keys: Sequence[PublicKey], anchors: Sequence[Note]
    ) -> None:
        """Prepare; nothing is read yet but the manifest."""
        self._folder, self._keys, self._anchors = folder, keys, anchors
        self._chains: dict[str, _Chain] = {}
        self._starts: dict[str, int] = {}
        self.report = Report()

    def run(self) -> Report:
        """Read everything once, the log first: it says where each chain begins."""
        report = self.report
        for entry in self._entries():
            if isinstance(entry, Span):
                self._starts.setdefault(entry.chain_name, entry.first)
        report.findings += self._walk_segments()
        notes = [
            Note(f"checkpoint {number(line.form, 'number')}", text(line.form, "note"))
            for line in self._folder.lines(CHECKPOINTS)
        ]
        check = LogCheck([*notes, *self._anchors], self._keys, self._hashes)
        report.findings += check.run(self._entries())
        report.findings += self._find_added(check)
        report.counts |= {"entries": check.size, "checkpoints": len(notes)}
        self._compare_manifest()
        if not self._anchors:
            report.remarks.append(
                "No anchor was given, so an end that was cut off before the export"
                " could not be found."
            )
        return report

    def _entries(self) -> Iterator[Entry]:
        return (read_entry(line.form) for line in self._folder.lines(LOG))

    def _walk_segments(self) -> Iterator[Finding]:
        self.report.counts |= {"chains": 0, "segments": 0, "events": 0}
        for line in self._folder.lines(SEGMENTS):
            segment = read_segment(line.form)
            header = segment.header
            chain = self._chain(header.chain_name)
            if header.number == chain.first > 1:
                # What came before is not in the export; the log vouches for the link.
                chain.walk.hash = header.previous_hash
            yield from chain.walk.take(segment)
            chain.keep(segment.hash)
            self.report.count("segments")
            self.report.count("events", header.count)
        self.report.counts["chains"] = len(self._chains)

    def _chain(self, name: str) -> _Chain:
        if name not in self._chains:
            self._chains[name] = _Chain(name, self._starts.get(name, 1))
        return self._chains[name]

    def _hashes(self, chain_name: str, first: int, last: int) -> list[bytes]:
        chain = self._chains.get(chain_name)
        return chain.hashes(first, last) if chain else []

    def _find_added(self, check: LogCheck) -> Iterator[Finding]:
        for name, chain in self._chains.items():
            end = check.ends.get(name, 0)
            if chain.walk.number > end:
                yield of_segment(name, end + 1, "it is not in the log: it was added")

    def _compare_manifest(self) -> None:
        for name in _COUNTED:
            stated, found = number(self._folder.manifest, name), self.report.counts
            if stated != found[name]:
                self.report.find(
                    "manifest", f"it says {stated} {name}, there are {found[name]}"
                )
