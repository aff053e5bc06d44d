"""Making checkpoints: what all chains have grown by, appended to the log and signed."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from audit import feed
from audit.models import Checkpoint, LogEntry, Segment
from audit.proof.keys import Signer, active_signers, add_signers, retire_keys, sign
from audit.verifier.merkle import Frontier, merkle_root
from audit.verifier.notes import Checkpoint as Head
from audit.verifier.segments import Span

PROJECTION = "checkpoint"
_CHAINS = 10_000
_SEGMENTS = 65_536
"""The most that one entry of the log spans; a longer growth gives several."""


def make_due_checkpoint(now: datetime) -> Checkpoint | None:
    """Make a checkpoint when the newest is old enough; None when there is none due."""
    newest = newest_checkpoint()
    every = timedelta(seconds=settings.KMSPORTAL_CHECKPOINT_SECONDS)
    if newest is not None and now - newest.made_at < every:
        return None
    return make_checkpoint(now)


def make_checkpoint(now: datetime) -> Checkpoint | None:
    """Sign the heads of all chains; None when no chain has grown.

    Of two processes that try at once, one wins and the other returns None too.
    """
    # Read before the transaction: SQLite's only write lock is not held for that.
    spans = _grown()
    return _make(spans, active_signers(now), now) if spans else None


def rotate(now: datetime) -> Checkpoint | None:
    """Begin to sign with new keys, with one checkpoint that both pairs sign.

    Who trusts the old keys is so shown the new ones.
    """
    old = active_signers(now)
    new = add_signers(old[0].public.name, now)
    made = _make(_grown(), [*old, *new], now)
    retire_keys(old, now)
    return made


def newest_checkpoint() -> Checkpoint | None:
    return Checkpoint.objects.order_by("-number").first()


def _make(
    spans: Sequence[Span], signers: Sequence[Signer], now: datetime
) -> Checkpoint | None:
    try:
        with transaction.atomic():
            return _append(spans, signers, now)
    except (feed.Overtaken, IntegrityError):
        return None


def _append(
    spans: Sequence[Span], signers: Sequence[Signer], now: datetime
) -> Checkpoint:
    last = newest_checkpoint()
    frontier = Frontier(last.size, bytes(last.frontier)) if last else Frontier()
    entries = []
    for span in spans:
        _advance(span)
        entries.append(_entry(span, frontier.size))
        frontier.append(span.leaf)
    LogEntry.objects.bulk_create(entries)
    return Checkpoint.objects.create(
        number=last.number + 1 if last else 1,
        size=frontier.size,
        root=frontier.root,
        frontier=frontier.nodes,
        note=_note(frontier, signers, now),
        made_at=now,
    )


def _note(frontier: Frontier, signers: Sequence[Signer], now: datetime) -> str:
    origin, moment = signers[0].public.name, f"time {int(now.timestamp())}"
    return sign(Head(origin, frontier.size, frontier.root, (moment,)), signers)


def _grown() -> list[Span]:
    positions = feed.pending(PROJECTION, limit=_CHAINS)
    return [span for position in positions for span in _spans(position)]


def _spans(position: feed.Position) -> Iterator[Span]:
    chain_name, after = position
    rows = Segment.objects.filter(chain_name=chain_name).order_by("number")
    hashes = rows.values_list("number", "hash")
    while piece := list(hashes.filter(number__gt=after)[:_SEGMENTS]):
        yield Span(
            chain_name=chain_name,
            first=after + 1,
            last=piece[-1][0],
            root=merkle_root(bytes(hash_) for _, hash_ in piece),
            head_hash=bytes(piece[-1][1]),
        )
        after = piece[-1][0]


def _advance(span: Span) -> None:
    batch = feed.Batch(span.chain_name, after=span.first - 1, last=span.last, events=())
    feed.advance(PROJECTION, batch)


def _entry(span: Span, index: int) -> LogEntry:
    return LogEntry(
        index=index,
        chain_name=span.chain_name,
        first_number=span.first,
        last_number=span.last,
        segments_root=span.root,
        head_hash=span.head_hash,
    )
