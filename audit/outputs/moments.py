"""Moments of records, for those who count in milliseconds."""

from datetime import datetime


def milliseconds(iso: str) -> int:
    """Return the epoch milliseconds of an RFC 3339 moment; ValueError otherwise."""
    return round(datetime.fromisoformat(iso).timestamp() * 1000)
