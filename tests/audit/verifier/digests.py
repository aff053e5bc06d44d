"""A day of CloudTrail log files and digests in a folder, as the reference has them."""

import base64
import gzip
import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

ACCOUNT, REGION, BUCKET = "111122223333", "us-east-1", "logs"
BEGIN = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
_DER = KEY.public_key().public_bytes(
    serialization.Encoding.DER, serialization.PublicFormat.PKCS1
)
FINGERPRINT = hashlib.md5(_DER, usedforsecurity=False).hexdigest()


def iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


class Trail:
    """Hourly digests, each listing one log file."""

    def __init__(self, folder: Path, hours: int = 4) -> None:
        self.folder = folder / "store"
        self.keys = folder / "keys.json"
        value = base64.b64encode(_DER).decode()
        listed = [{"Value": value, "Fingerprint": FINGERPRINT}]
        self.keys.write_text(json.dumps({"PublicKeyList": listed}), encoding="utf-8")
        self.digests: list[str] = []
        self.logs: list[str] = []
        for hour in range(hours):
            self.add(hour)

    def add(self, hour: int, *, begins: bool = False) -> None:
        end = BEGIN + timedelta(hours=hour + 1)
        log = self.write_log(f"{end:%Y%m%dT%H%M}Z_{hour:016d}", hour)
        self.logs.append(log)
        name = (
            f"AWSLogs/{ACCOUNT}/CloudTrail-Digest/{REGION}/{end:%Y/%m/%d}/{ACCOUNT}"
            f"_CloudTrail-Digest_{REGION}_trail_{REGION}_{end:%Y%m%dT%H%M%S}Z.json.gz"
        )
        previous = None if begins or not self.digests else self.digests[-1]
        self.digests.append(name)
        self.write(name, self._digest(name, end, log, previous))

    def write_log(self, stamp: str, hour: int) -> str:
        name = (
            f"AWSLogs/{ACCOUNT}/CloudTrail/{REGION}/2026/11/23/"
            f"{ACCOUNT}_CloudTrail_{REGION}_{stamp}.json.gz"
        )
        self._put(name, json.dumps({"Records": [{"eventID": str(hour)}]}).encode())
        return name

    def write(self, name: str, members: dict[str, Any]) -> None:
        """Sign a digest and write it."""
        content = json.dumps(members).encode()
        self._put(name, content)
        signed = "\n".join([
            members["digestEndTime"],
            f"{BUCKET}/{name}",
            hashlib.sha256(content).hexdigest(),
            members["previousDigestSignature"] or "null",
        ])  # fmt: skip
        signature = KEY.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        sidecar = {
            "signature": signature.hex(),
            "signature-algorithm": "SHA256withRSA",
        }
        self.path(name + ".metadata.json").write_text(
            json.dumps(sidecar), encoding="utf-8"
        )

    def change(self, name: str, change: Callable[[dict[str, Any]], object]) -> None:
        """Change a digest and sign it anew, as only the key's holder can."""
        members = json.loads(gzip.decompress(self.path(name).read_bytes()))
        change(members)
        self.write(name, members)

    def remove(self, name: str) -> None:
        self.path(name).unlink()

    def path(self, name: str) -> Path:
        return self.folder / name

    def hash(self, name: str) -> str:
        return hashlib.sha256(gzip.decompress(self.path(name).read_bytes())).hexdigest()

    def signature(self, name: str) -> str:
        text = self.path(name + ".metadata.json").read_text(encoding="utf-8")
        signature: str = json.loads(text)["signature"]
        return signature

    def _put(self, name: str, content: bytes) -> None:
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_bytes(gzip.compress(content, mtime=0))

    def _digest(
        self, name: str, end: datetime, log: str, previous: str | None
    ) -> dict[str, Any]:
        return {
            "awsAccountId": ACCOUNT,
            "digestStartTime": iso(end - timedelta(hours=1)),
            "digestEndTime": iso(end),
            "digestS3Bucket": BUCKET,
            "digestS3Object": name,
            "digestPublicKeyFingerprint": FINGERPRINT,
            "digestSignatureAlgorithm": "SHA256withRSA",
            "previousDigestS3Bucket": BUCKET if previous else None,
            "previousDigestS3Object": previous,
            "previousDigestHashValue": self.hash(previous) if previous else None,
            "previousDigestHashAlgorithm": "SHA-256" if previous else None,
            "previousDigestSignature": self.signature(previous) if previous else None,
            "logFiles": [
                {
                    "s3Bucket": BUCKET,
                    "s3Object": log,
                    "hashValue": self.hash(log),
                    "hashAlgorithm": "SHA-256",
                }
            ],
        }
