"""Proving that the ledger is whole: every chain, link, tree head and end."""

from collections.abc import Iterator, Sequence

import msgspec

from audit.chain import SealedSegment
from audit.models import Chain, Segment, Watermark
from audit.proof.keys import public_keys
from audit.proof.reading import entries, notes, sealed_segment, segment_hashes
from audit.verifier.chains import ChainWalk
from audit.verifier.findings import Finding, of_segment
from audit.verifier.log import LogCheck, Note
from audit.verifier.notes import PublicKey
from audit.writer_chain import PREFIX

_CHUNK = 200


class Verification(msgspec.Struct):
    """What was looked at and what was found wrong."""

    chains: int = 0
    segments: int = 0
    events: int = 0
    checkpoints: int = 0
    findings: list[Finding] = []


def verify(
    anchors: Sequence[Note] = (), keys: Sequence[PublicKey] = ()
) -> Verification:
    """Walk all chains, then the log; a ledger that is being written to will do too.

    ``anchors`` are checkpoints that somebody else has kept. ``keys`` are the public
    keys to believe; without them the database's own, which can prove nothing against
    somebody who may write to it.
    """
    verification = Verification()
    # Before the walk, so that every segment that was signed must be met by it.
    log = [*notes(), *anchors]
    for name in _chain_names():
        verification.chains += 1
        verification.findings += _verify_chain(name, verification)
    check = LogCheck(log, keys or public_keys(), segment_hashes)
    verification.findings += check.run(entries())
    verification.checkpoints = check.valid
    return verification


def _chain_names() -> list[str]:
    named = set(Chain.objects.values_list("name", flat=True))
    written = Segment.objects.values_list("chain_name", flat=True).distinct()
    return sorted(named.union(written))


def _verify_chain(name: str, verification: Verification) -> Iterator[Finding]:
    # Before the walk: what was seen then must still be there at its end.
    seen = list(
        Watermark.objects.filter(chain_name=name).values_list("projection", "number")
    )
    walk = ChainWalk(name)
    for segment in _segments(name):
        verification.segments += 1
        verification.events += segment.count
        yield from walk.take(segment.found)
    for projection, number in seen:
        if number > walk.number:
            yield of_segment(name, number, f"it is gone, but {projection} has seen it")
    yield from _verify_end(walk)


def _verify_end(walk: ChainWalk) -> Iterator[Finding]:
    """Hold the chain's last segment against its row, which is read after the walk."""
    chain = Chain.objects.filter(name=walk.name).first()
    if chain is None:
        yield of_segment(walk.name, walk.number, "its chain has no row")
    elif chain.head_number or not chain.name.startswith(PREFIX):
        yield from _verify_head(chain, walk)
    elif walk.is_closed:
        yield of_segment(walk.name, walk.number, "it closes a chain that is open")


def _verify_head(chain: Chain, end: ChainWalk) -> Iterator[Finding]:
    if end.number > chain.head_number:
        problem = f"the chain should end at {chain.head_number}"
        yield of_segment(chain.name, end.number, problem)
        return
    # The chain may have grown during the walk, so the row's own segment is asked for.
    last = Segment.objects.filter(chain_name=chain.name, number=chain.head_number)
    found = last.values_list("hash", "count").first()
    if chain.head_number and found is None:
        yield of_segment(chain.name, chain.head_number, "it is gone: the chain was cut")
    elif found is not None and bytes(found[0]) != bytes(chain.head_hash):
        yield of_segment(
            chain.name, chain.head_number, "its hash is not the chain's head"
        )
    elif chain.closed_at is not None and found is not None and found[1]:
        yield of_segment(chain.name, chain.head_number, "it does not close the chain")


def _segments(name: str) -> Iterator[SealedSegment]:
    """Read in pieces, so that no read transaction stays open for the whole walk."""
    after, rows = -1, Segment.objects.filter(chain_name=name).order_by("number")
    while piece := list(rows.filter(number__gt=after)[:_CHUNK]):
        yield from map(sealed_segment, piece)
        after = piece[-1].number
