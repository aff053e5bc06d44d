"""Verifying a folder of CloudTrail log files and digests, as it lies in the store.

Beyond ``aws cloudtrail validate-logs`` it compares each digest with the bytes and the
signature that the next one remembers, wants every hour covered and every log file
listed, and holds the newest digest against what was kept elsewhere.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from audit.verifier.digest_files import (
    METADATA,
    Bucket,
    Digest,
    DigestError,
    DigestKeys,
    chain_of,
    read_digest,
    unpacked,
)
from audit.verifier.report import Report


def verify_digests(
    folder: Path, keys: str, *, until: str | None = None, known: Sequence[str] = ()
) -> Report:
    """Verify all chains of digests under ``folder``; ``keys`` is ListPublicKeys' JSON.

    The newest digest of each chain must end at ``until`` (ISO 8601) or later.
    ``known`` are SHA-256 hashes of unpacked digests that must be there.
    """
    check = _Check(folder)
    try:
        check.keys = DigestKeys(keys)
    except DigestError as error:
        check.report.find("keys", str(error))
        return check.report
    return check.run(until, known)


class _Check:
    keys: DigestKeys

    def __init__(self, folder: Path) -> None:
        self.report = Report({"digests": 0, "log files": 0})
        self._bucket = Bucket(folder)
        self._folder = self._bucket.objects
        self._listed: set[str] = set()
        self._seen: set[str] = set()

    def run(self, until: str | None, known: Sequence[str]) -> Report:
        chains: dict[object, list[Digest]] = defaultdict(list)
        names = sorted(
            path.relative_to(self._folder).as_posix()
            for path in self._folder.rglob("*")
            if path.is_file() and not path.name.endswith(METADATA)
        )
        for name in names:
            if digest := self._read(name):
                chains[digest.chain].append(digest)
        if not chains:
            self.report.find(str(self._folder), "there are no digests in it")
        for digests in chains.values():
            self._check_chain(sorted(digests, key=lambda digest: digest.stamp), until)
        self._find_added(names)
        for missing in {digest.lower() for digest in known} - self._seen:
            self.report.find(f"digest {missing}", "it was known and is not there")
        if not (until or known):
            self.report.remarks.append(
                "Neither --until nor --known was given, so digests that were cut off"
                " at the end could not be missed."
            )
        return self.report

    def _find_added(self, names: Sequence[str]) -> None:
        for name in names:
            if "/CloudTrail/" in f"/{name}" and name not in self._listed:
                self.report.find(name, "no digest lists it: it was added")

    def _read(self, name: str) -> Digest | None:
        if chain_of(name) is None:
            return None
        try:
            digest = read_digest(self._bucket, name)
        except DigestError as error:
            self.report.find(name, str(error))
            return None
        self._seen.add(digest.hash)
        return digest

    def _check_chain(self, digests: Sequence[Digest], until: str | None) -> None:
        by_name = {digest.name: digest for digest in digests}
        following: dict[str, Digest] = {}
        for digest in digests:
            following[digest.text("previousDigestS3Object") or ""] = digest
        for at, digest in enumerate(digests):
            self.report.count("digests")
            self._check_own(digest, following.get(digest.name))
            self._check_logs(digest)
            before = digests[at - 1] if at else None
            self._check_link(digest, before, by_name)
        newest = digests[-1]
        end = newest.text("digestEndTime") or ""
        if until and not newest.is_late and not _reaches(end, until):
            self.report.find(newest.name, f"it ends at {end}: later ones were cut off")

    def _check_own(self, digest: Digest, following: Digest | None) -> None:
        """Check place and signature; the next digest remembers the latter too."""
        if digest.text("digestS3Object") != digest.name:
            self.report.find(digest.name, "it belongs to another place")
        signature = digest.signature
        if signature is None and following is not None:
            signature = following.text("previousDigestSignature")
        if signature is None:
            problem = f"its signature is missing ({METADATA} beside it)"
            self.report.find(digest.name, problem)
            return
        try:
            self.keys.verify(digest, signature)
        except DigestError as error:
            self.report.find(digest.name, str(error))

    def _check_link(
        self, digest: Digest, before: Digest | None, by_name: dict[str, Digest]
    ) -> None:
        name = digest.text("previousDigestS3Object")
        if name is None:
            if before is not None and not digest.is_late:
                self.report.find(
                    digest.name, "it begins a new chain: what was between is not proven"
                )
            return
        previous = by_name.get(name)
        if previous is None:
            self.report.find(digest.name, f"the digest before it is missing: {name}")
            return
        if digest.text("previousDigestHashValue") != previous.hash:
            self.report.find(name, "it was rewritten: the next digest knows another")
        remembered = digest.text("previousDigestSignature")
        if previous.signature not in {None, remembered}:
            self.report.find(name, "it was signed anew: the next digest knows another")
        if not digest.is_late:
            self._check_hours(digest, previous)

    def _check_hours(self, digest: Digest, previous: Digest) -> None:
        start, end = digest.text("digestStartTime"), previous.text("digestEndTime")
        if start != end:
            self.report.find(digest.name, f"it begins at {start}, not at {end}: a gap")

    def _check_logs(self, digest: Digest) -> None:
        try:
            logs = digest.logs
        except DigestError as error:
            self.report.find(digest.name, str(error))
            return
        for log in logs:
            self.report.count("log files")
            name = str(log.get("s3Object"))
            self._listed.add(name)
            try:
                self._check_log(name, str(log.get("hashValue")))
            except DigestError as error:
                self.report.find(name, str(error))

    def _check_log(self, name: str, expected: str) -> None:
        path = self._folder / name
        if not path.resolve().is_relative_to(self._folder.resolve()):
            raise DigestError("it lies outside the folder")
        if hashlib.sha256(unpacked(path)).hexdigest() != expected.lower():
            raise DigestError("it was changed: its hash is not the digest's")


def _reaches(end: str, until: str) -> bool:
    try:
        return datetime.fromisoformat(end) >= datetime.fromisoformat(until)
    except (ValueError, TypeError):
        return False
