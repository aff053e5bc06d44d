"""Exports as tests ask for them, and what is in the files."""

import csv
import gzip
import io
from decimal import Decimal
from typing import Any

from tests.world import Client


def export(client: Client, form: str, **members: Any) -> bytes:
    """Ask for a file and return it: small ones are there at once."""
    made = client.perform("portal", "CreateCostExport", Format=form, **members)
    assert made["Export"]["Status"] == "READY"
    return download(client, made["Export"]["ExportId"])


def download(client: Client, export_id: str) -> bytes:
    answer = client.perform("portal", "GetCostExport", ExportId=export_id)
    content: bytes = answer["Content"]
    return content


def rows_of(content: bytes) -> list[dict[str, str]]:
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def total(rows: list[dict[str, str]], column: str) -> Decimal:
    return sum((Decimal(row[column]) for row in rows), Decimal(0))
