"""Signed digests: each lists the log files of its time and names the one before.

CloudTrail User Guide, "CloudTrail digest file structure". The signature is no part of
the file; it goes into the object's metadata.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from audit.delivery.cutting import zip_exactly
from audit.delivery.names import digest_key
from audit.delivery.signing import key_for, sign
from audit.models import DigestKey, FileKind, TrailFile, TrailStream
from audit.trails.moments import iso_second, moment_of

ALGORITHM = "SHA256withRSA"
_HASH = "SHA-256"
_SUFFIX = {FileKind.DIGEST: "", FileKind.BACKFILL: "_backfill"}


class Period(msgspec.Struct, frozen=True):
    """What one digest is about; both moments are whole seconds."""

    start: datetime
    end: datetime


def make_digest(
    stream: TrailStream,
    period: Period,
    files: Sequence[TrailFile],
    *,
    previous: TrailFile | None,
    kind: FileKind = FileKind.DIGEST,
) -> TrailFile:
    """Make and sign the digest that lists ``files``; they are marked as listed."""
    key = key_for(stream.account_id, stream.region, period.end)
    bucket_name = stream.trail.bucket_name
    name = digest_key(stream, period.end, suffix=_SUFFIX[kind])
    members = {
        **_head(stream, period, bucket_name, name),
        **_signer(key),
        **_span(files),
        **_previous(previous),
        "logFiles": [_listed(file) for file in files],
    }
    content = msgspec.json.encode(members)
    sha256 = hashlib.sha256(content).hexdigest()
    digest = TrailFile.objects.create(
        account_id=stream.account_id,
        stream=stream,
        kind=kind,
        bucket_name=bucket_name,
        key=name,
        body=zip_exactly(content),
        sha256=sha256,
        signature=sign(
            key,
            string_to_sign(
                iso_second(period.end), f"{bucket_name}/{name}", sha256, previous
            ),
        ),
        oldest_time=min((f.oldest_time or 0 for f in files), default=None),
        newest_time=max((f.newest_time or 0 for f in files), default=None),
        event_count=sum(file.event_count for file in files),
        made_at=period.end,
    )
    TrailFile.objects.filter(pk__in=[file.pk for file in files]).update(digest=digest)
    return digest


def string_to_sign(
    end: str, place: str, sha256: str, previous: TrailFile | None
) -> bytes:
    """Join what is signed: end time, bucket and key, hash, the signature before."""
    before = previous.signature if previous else "null"
    return f"{end}\n{place}\n{sha256}\n{before}".encode()


def metadata_of(file: TrailFile) -> Mapping[str, str]:
    """Return the user-defined metadata that the file is put with."""
    if file.kind == FileKind.LOG:
        return {}
    metadata = {"signature": file.signature, "signature-algorithm": ALGORITHM}
    if file.kind == FileKind.BACKFILL:
        metadata["backfill-generation-timestamp"] = iso_second(file.made_at)
    return metadata


def _head(
    stream: TrailStream, period: Period, bucket_name: str, name: str
) -> Mapping[str, Any]:
    return {
        "awsAccountId": stream.account_id,
        "digestStartTime": iso_second(period.start),
        "digestEndTime": iso_second(period.end),
        "digestS3Bucket": bucket_name,
        "digestS3Object": name,
    }


def _signer(key: DigestKey) -> Mapping[str, str]:
    return {
        "digestPublicKeyFingerprint": key.fingerprint,
        "digestSignatureAlgorithm": ALGORITHM,
    }


def _span(files: Sequence[TrailFile]) -> Mapping[str, str | None]:
    newest = max((file.newest_time or 0 for file in files), default=None)
    oldest = min((file.oldest_time or 0 for file in files), default=None)
    return {"newestEventTime": _iso(newest), "oldestEventTime": _iso(oldest)}


def _previous(previous: TrailFile | None) -> Mapping[str, str | None]:
    return {
        "previousDigestS3Bucket": previous.bucket_name if previous else None,
        "previousDigestS3Object": previous.key if previous else None,
        "previousDigestHashValue": previous.sha256 if previous else None,
        "previousDigestHashAlgorithm": _HASH if previous else None,
        "previousDigestSignature": previous.signature if previous else None,
    }


def _listed(file: TrailFile) -> Mapping[str, str | None]:
    return {
        "s3Bucket": file.bucket_name,
        "s3Object": file.key,
        "hashValue": file.sha256,
        "hashAlgorithm": _HASH,
        "newestEventTime": _iso(file.newest_time),
        "oldestEventTime": _iso(file.oldest_time),
    }


def _iso(time: int | None) -> str | None:
    return iso_second(moment_of(time)) if time is not None else None
