"""CloudTrail digests as they lie in a folder, and the keys that sign them.

CloudTrail User Guide, "CloudTrail digest file structure" and "Custom implementations of
CloudTrail log file integrity validation".
"""

import base64
import binascii
import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

METADATA = ".metadata.json"
"""Beside an object, what the store kept as its metadata: signature and algorithm."""

OBJECTS, APART = "objects", "metadata"
"""The two trees of a bucket as the portal itself keeps it."""

_LARGEST = 512 * 1024 * 1024
_NAME = re.compile(
    r"(?:.*/)?AWSLogs/(?:o-[a-z0-9]+/)?(?P<account>\d{12})/CloudTrail-Digest/(?P<region>[^/]+)/"
    r"\d{4}/\d\d/\d\d/\d{12}_CloudTrail-Digest_(?P=region)_(?P<trail>.+)_[a-z0-9-]+"
    r"_(?P<stamp>\d{8}T\d{6}Z)(?P<late>_backfill)?\.json\.gz"
)
_MEMBERS = (
    "awsAccountId",
    "digestStartTime",
    "digestEndTime",
    "digestS3Bucket",
    "digestS3Object",
    "digestPublicKeyFingerprint",
    "digestSignatureAlgorithm",
    "previousDigestS3Object",
    "previousDigestHashValue",
    "previousDigestSignature",
    "logFiles",
)


class DigestError(Exception):
    """A digest, or the list of keys, is not what it must be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One digest: where it lies, its exact unpacked bytes, what they say."""

    name: str
    chain: tuple[str, str, str, bool]
    stamp: str
    content: bytes
    members: Mapping[str, Any]
    signature: str | None

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def is_late(self) -> bool:
        """Whether it is a backfill digest, which stands beside the hourly ones."""
        return self.chain[3]

    def text(self, name: str) -> str | None:
        value = self.members.get(name)
        return value if isinstance(value, str) else None

    @property
    def logs(self) -> list[Mapping[str, Any]]:
        """The log files it lists; DigestError when the list is none."""
        listed = self.members["logFiles"]
        if not isinstance(listed, list) or not all(
            isinstance(log, dict) for log in listed
        ):
            raise DigestError("its list of log files cannot be read")
        return listed


def chain_of(name: str) -> tuple[str, str, str, bool] | None:
    """Return account, Region, trail, lateness; None for another kind of object."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    return found["account"], found["region"], found["trail"], bool(found["late"])


class Bucket:
    """A folder of objects, downloaded or as the portal itself keeps it."""

    def __init__(self, folder: Path) -> None:
        """Find out which of the two it is."""
        self._is_ours = (folder / OBJECTS).is_dir() and (folder / APART).is_dir()
        self.objects = folder / OBJECTS if self._is_ours else folder
        self._metadata = folder / APART if self._is_ours else folder

    def signature(self, name: str) -> str | None:
        """Return the signature that is kept with an object, if there is one."""
        return _signature(self._metadata / (name if self._is_ours else name + METADATA))


def read_digest(bucket: Bucket, name: str) -> Digest:
    """Read one digest; DigestError when it is damaged."""
    content, found = unpacked(bucket.objects / name), _NAME.fullmatch(name)
    chain = chain_of(name)
    try:
        members = json.loads(content)
    except ValueError:
        members = None
    if not isinstance(members, dict) or found is None or chain is None:
        raise DigestError("it is not a digest")
    if missing := [member for member in _MEMBERS if member not in members]:
        raise DigestError(f"it lacks {', '.join(missing)}")
    return Digest(
        name=name,
        chain=chain,
        stamp=found["stamp"],
        content=content,
        members=members,
        signature=bucket.signature(name),
    )


def unpacked(path: Path) -> bytes:
    """Return a gzip file's content; DigestError when it is damaged or absent."""
    try:
        with gzip.open(path) as file:
            content = file.read(_LARGEST + 1)
    except FileNotFoundError:
        raise DigestError("it is missing") from None
    except (OSError, EOFError, zlib.error):
        raise DigestError("it cannot be unpacked") from None
    if len(content) > _LARGEST:
        raise DigestError("it is too large to be true")
    return content


def _signature(path: Path) -> str | None:
    try:
        members = json.loads(path.read_text(encoding="utf-8"))
        signature = members["signature"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return signature if isinstance(signature, str) else None


class DigestKeys:
    """The public keys of ListPublicKeys, by fingerprint."""

    def __init__(self, listed: str) -> None:
        """Read the command's JSON; DigestError when it is none."""
        try:
            keys = json.loads(listed)["PublicKeyList"]
            self._keys = {key["Fingerprint"]: _loaded(key["Value"]) for key in keys}
        except (ValueError, KeyError, TypeError):
            raise DigestError("the list of public keys cannot be read") from None

    def verify(self, digest: Digest, signature: str) -> None:
        """Raise DigestError unless one of the keys signed ``digest``."""
        key = self._keys.get(digest.text("digestPublicKeyFingerprint"))
        if key is None:
            raise DigestError("it names a public key that is not among those given")
        if digest.text("digestSignatureAlgorithm") != "SHA256withRSA":
            raise DigestError("it names an unknown signature algorithm")
        try:
            signed = binascii.unhexlify(signature)
            key.verify(
                signed, _signed_text(digest), padding.PKCS1v15(), hashes.SHA256()
            )
        except (InvalidSignature, ValueError):
            raise DigestError("its signature is not valid") from None


def _signed_text(digest: Digest) -> bytes:
    bucket, name = digest.text("digestS3Bucket"), digest.text("digestS3Object")
    end = digest.text("digestEndTime")
    previous = digest.text("previousDigestSignature") or "null"
    return f"{end}\n{bucket}/{name}\n{digest.hash}\n{previous}".encode()


def _loaded(value: str) -> rsa.RSAPublicKey:
    key = serialization.load_der_public_key(base64.b64decode(value))
    if not isinstance(key, rsa.RSAPublicKey):
        raise TypeError
    return key
