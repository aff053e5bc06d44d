"""Reading the ledger in order, from where a projection has come to.

Most chains are quiet, and there is one for each account: an index holds those alone
that some projection has not seen to the end. ``settle`` takes them out of it.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, TypedDict

import msgspec
from django.db import transaction
from django.db.models import (
    Count,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from audit.chain import split
from audit.models import Chain, KnownProjection, Segment, Watermark
from kmsportal.core.record import LedgerEvent

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

_decoder = msgspec.json.Decoder(LedgerEvent)
_SEGMENTS_A_BATCH = 64
_GATE = ""


class Overtaken(Exception):  # noqa: N818 - the name says what happened
    """Another process has brought the projection over this batch already."""


class _Seen(TypedDict):
    seen: int


class Position(NamedTuple):
    """How far a projection has come in one chain."""

    chain_name: str
    number: int


class Batch(NamedTuple):
    """The events of one chain's segments after ``after``, up to ``last``."""

    chain_name: str
    after: int
    last: int
    events: tuple[LedgerEvent, ...]


def pending(projection: str, *, limit: int = 100) -> list[Position]:
    """Return the chains that hold more than ``projection`` has seen."""
    _make_known(projection)
    chains = _pending(projection).order_by("name")
    return [Position(*row) for row in chains.values_list("name", "seen")[:limit]]


def oldest_pending_time(projection: str) -> int | None:
    """Return the time (epoch microseconds) of the oldest segment not yet seen."""
    _make_known(projection)
    unseen = Segment.objects.filter(
        chain_name=OuterRef("name"), number=OuterRef("seen") + 1
    )
    times = _pending(projection).annotate(time=Subquery(unseen.values("first_time")))
    oldest: int | None = times.aggregate(oldest=Min("time"))["oldest"]
    return oldest


def read(position: Position, *, limit: int) -> Batch:
    """Read about ``limit`` events after ``position``: whole segments, one at least."""
    chain_name, after = position
    rows = Segment.objects.filter(chain_name=chain_name, number__gt=after)
    segments = rows.order_by("number").values_list("number", "payload")
    events: list[LedgerEvent] = []
    last = after
    for number, payload in segments[:_SEGMENTS_A_BATCH]:
        lines = split(bytes(payload))
        if events and len(events) + len(lines) > limit:
            break
        events.extend(_decoder.decode(line) for line in lines)
        last = number
    return Batch(chain_name, after, last, tuple(events))


def advance(projection: str, batch: Batch) -> None:
    """Move the watermark over ``batch``, in the transaction that applies it.

    Overtaken when it is not where the batch begins. The row stays locked until the
    transaction ends, so no two processes apply one segment.
    """
    marks = Watermark.objects.filter(projection=projection, chain_name=batch.chain_name)
    if batch.after == 0:
        begun = Watermark(projection=projection, chain_name=batch.chain_name)
        Watermark.objects.bulk_create([begun], ignore_conflicts=True)
    if not marks.filter(number=batch.after).update(number=batch.last):
        raise Overtaken


def restart(projection: str) -> None:
    """Forget how far ``projection`` has come."""
    with _alone():
        KnownProjection.objects.filter(name=projection).delete()
        Watermark.objects.filter(projection=projection).delete()


def settle() -> int:
    """Take the chains that every known projection has seen out of the index.

    Return how many.
    """
    if not _with_news().filter(head_number__gt=0).exists():
        return 0
    with _alone():
        known = KnownProjection.objects.exclude(name=_GATE)
        names = list(known.values_list("name", flat=True))
        reached = (
            Watermark.objects.filter(chain_name=OuterRef("name"), projection__in=names)
            .values("chain_name")
            .annotate(marks=Count("projection"), least=Min("number"))
            .filter(marks=len(names))
        )
        chains = _with_news().filter(head_number__gt=0)
        settled = chains.annotate(reached=Subquery(reached.values("least")))
        return settled.filter(reached__gt=F("settled_number")).update(
            settled_number=F("reached")
        )


def forget_others(projections: Collection[str]) -> None:
    """Let no projection that is no longer kept hold up ``settle``."""
    KnownProjection.objects.exclude(name__in=[*projections, _GATE]).delete()


def _make_known(projection: str) -> None:
    """Give a projection that was never here every chain to look at."""
    if KnownProjection.objects.filter(name=projection).exists():
        return
    with _alone():
        _add_known(projection)
        Chain.objects.exclude(settled_number=-1).update(settled_number=-1)


def _add_known(name: str) -> None:
    known = KnownProjection(name=name)
    KnownProjection.objects.bulk_create([known], ignore_conflicts=True)


@contextmanager
def _alone() -> Iterator[None]:
    """Keep apart who settles chains and who needs them all to be looked at again."""
    gate = KnownProjection.objects.filter(name=_GATE)
    with transaction.atomic():
        if not gate.select_for_update():
            _add_known(_GATE)
            gate.select_for_update().get()
        yield


def _with_news() -> QuerySet[Chain]:
    return Chain.objects.filter(head_number__gt=F("settled_number"))


def _pending(projection: str) -> "QuerySet[WithAnnotations[Chain, _Seen]]":
    mark = Watermark.objects.filter(projection=projection, chain_name=OuterRef("name"))
    unseen = Segment.objects.filter(
        chain_name=OuterRef("name"), number__gt=OuterRef("seen")
    )
    # Only the chain of a living writer is probed; the others' rows tell their end.
    is_being_written = Q(head_number=0)
    return (
        _with_news()
        .annotate(seen=Coalesce(Subquery(mark.values("number")), 0))
        .filter(Q(head_number__gt=F("seen")) | is_being_written & Exists(unseen))
    )
