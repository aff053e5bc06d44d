"""Exports of the audit for tests: asked for, written and unpacked."""

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

from tests.world import Client


def ask(client: Client, **members: Any) -> dict[str, Any]:
    answer = client.perform("portal", "ExportAudit", **members)
    asked: dict[str, Any] = answer["Export"]
    return asked


def describe(client: Client, export_id: str) -> dict[str, Any]:
    answer = client.perform("portal", "DescribeAuditExport", ExportId=export_id)
    export: dict[str, Any] = answer["Export"]
    return export


def download(client: Client, export_id: str, part: int = 1) -> dict[str, Any]:
    return client.perform(
        "portal", "DownloadAuditExport", ExportId=export_id, Part=part
    )


def unpack(client: Client, export_id: str, into: Path) -> Path:
    """Download an archive as a program does, compare its hash and unpack it."""
    parts = download(client, export_id)["Parts"]
    pieces = [download(client, export_id, n + 1)["Content"] for n in range(parts)]
    archive = b"".join(pieces)
    told = describe(client, export_id)
    assert (told["Size"], told["Sha256"]) == (
        len(archive),
        hashlib.sha256(archive).hexdigest(),
    )
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        packed.extractall(into)
    return into / "export"
