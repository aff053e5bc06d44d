"""Reading the log back: its entries as the verifier takes them."""

from collections.abc import Iterator

from audit.chain import SealedSegment
from audit.models import Checkpoint, LogEntry, Segment
from audit.verifier.log import Note
from audit.verifier.segments import Span

_CHUNK = 2000


def entries() -> Iterator[Span]:
    """Read all entries in the log's order."""
    after, rows = -1, LogEntry.objects.order_by("index")
    while piece := list(rows.filter(index__gt=after)[:_CHUNK]):
        yield from map(span_of, piece)
        after = piece[-1].index


def span_of(row: LogEntry) -> Span:
    return Span(
        chain_name=row.chain_name,
        first=row.first_number,
        last=row.last_number,
        root=bytes(row.segments_root),
        head_hash=bytes(row.head_hash),
    )


def segment_hashes(chain_name: str, first: int, last: int) -> list[bytes]:
    rows = Segment.objects.filter(
        chain_name=chain_name, number__gte=first, number__lte=last
    )
    return [
        bytes(found) for found in rows.order_by("number").values_list("hash", flat=True)
    ]


def notes() -> Iterator[Note]:
    """Read all checkpoints, oldest first."""
    rows = Checkpoint.objects.order_by("number").values_list("number", "note")
    return (Note(f"checkpoint {number}", note) for number, note in rows)


def sealed_segment(row: Segment) -> SealedSegment:
    return SealedSegment(
        chain_name=row.chain_name,
        number=row.number,
        first_time=row.first_time,
        last_time=row.last_time,
        count=row.count,
        payload=bytes(row.payload),
        merkle_root=bytes(row.merkle_root),
        previous_hash=bytes(row.previous_hash),
        hash=bytes(row.hash),
    )
