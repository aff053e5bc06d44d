"""Merkle trees by RFC 6962, section 2.1: heads, inclusion and consistency.

Leaves are given as their hashes, so that a tree can be walked without what is in it.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256().digest()
HASH_BYTES = 32
_LEAF, _NODE = b"\x00", b"\x01"


class ProofError(Exception):
    """A proof does not lead where it must."""


def leaf_hash(content: bytes) -> bytes:
    return sha256(_LEAF + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(_NODE + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Return the head of the tree over these leaf hashes."""
    if not hashes:
        return EMPTY_ROOT
    level = list(hashes)
    # Pairing level by level, with the odd one carried up, gives the RFC's split at
    # the largest power of two.
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [sha256(_NODE + left + right).digest() for left, right in pairs]
        level = above + level[len(above) * 2 :]
    return level[0]


def merkle_root(contents: Iterable[bytes]) -> bytes:
    """Return the head of the tree whose leaves hold ``contents``."""
    return root_of([sha256(_LEAF + content).digest() for content in contents])


class Tree:
    """A whole tree in memory, for many inclusion paths."""

    def __init__(self, hashes: Sequence[bytes]) -> None:
        """Build every level over these leaf hashes."""
        self.size = len(hashes)
        self._levels = [list(hashes)]
        while len(level := self._levels[-1]) > 1:
            pairs = zip(level[::2], level[1::2], strict=False)
            above = [node_hash(left, right) for left, right in pairs]
            self._levels.append(above + level[len(above) * 2 :])

    @property
    def root(self) -> bytes:
        return self._levels[-1][0] if self.size else EMPTY_ROOT

    def path(self, index: int) -> tuple[bytes, ...]:
        """Return the audit path of leaf ``index``, from its sibling upwards."""
        path = []
        for level in self._levels[:-1]:
            if index ^ 1 < len(level):
                path.append(level[index ^ 1])
            index //= 2
        return tuple(path)


def root_from_path(
    leaf: bytes, path: Sequence[bytes], *, index: int, size: int
) -> bytes:
    """Return the head that ``path`` leads to; ProofError when it has another shape.

    RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size:
        raise ProofError("the leaf does not stand in the tree")
    node, last = leaf, size - 1
    for sibling in path:
        if not last:
            raise ProofError("the path is too long")
        if index & 1 or index == last:
            node = node_hash(sibling, node)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        index, last = index >> 1, last >> 1
    if last:
        raise ProofError("the path is too short")
    return node


def consistency_path(hashes: Sequence[bytes], old_size: int) -> list[bytes]:
    """Return the proof that the tree of ``old_size`` leaves begins this one."""
    return _subproof(hashes, old_size, is_whole=True)


def _subproof(hashes: Sequence[bytes], size: int, *, is_whole: bool) -> list[bytes]:
    if size == len(hashes):
        return [] if is_whole else [root_of(hashes)]
    split = _split(len(hashes))
    left, right = hashes[:split], hashes[split:]
    if size <= split:
        return [*_subproof(left, size, is_whole=is_whole), root_of(right)]
    return [*_subproof(right, size - split, is_whole=False), root_of(left)]


def _split(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1


def verify_consistency(
    old: tuple[int, bytes], new: tuple[int, bytes], path: Sequence[bytes]
) -> None:
    """Raise ProofError unless the tree ``old`` (size, head) begins the tree ``new``.

    RFC 9162, section 2.1.4.2.
    """
    (old_size, old_root), (new_size, new_root) = old, new
    if old_size > new_size:
        raise ProofError("the later tree is the smaller one")
    if old_size in {0, new_size}:
        if path or (old_size and old_root != new_root):
            raise ProofError("trees of one size differ")
        return
    roots = _both_roots(old_size, new_size, old_root, path)
    if roots != (old_root, new_root):
        raise ProofError("the later tree does not begin with the earlier one")


def _both_roots(
    old_size: int, new_size: int, old_root: bytes, path: Sequence[bytes]
) -> tuple[bytes, bytes]:
    steps = list(path)
    if old_size & (old_size - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        raise ProofError("the proof is empty")
    # Up from the old tree's last leaf, while it is a right child.
    shift = (~(old_size - 1) & old_size).bit_length() - 1
    at, last = old_size - 1 >> shift, new_size - 1 >> shift
    first = second = steps[0]
    for step in steps[1:]:
        if not last:
            raise ProofError("the proof is too long")
        if at & 1 or at == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            second = node_hash(second, step)
        at, last = at >> 1, last >> 1
    if last:
        raise ProofError("the proof is too short")
    return first, second


class Frontier:
    """The heads of a growing tree's complete subtrees: all that appending needs."""

    def __init__(self, size: int = 0, nodes: bytes = b"") -> None:
        """Resume a tree of ``size`` leaves from what ``nodes`` returned."""
        self.size = size
        self._nodes = [
            nodes[at : at + HASH_BYTES] for at in range(0, len(nodes), HASH_BYTES)
        ]

    @property
    def nodes(self) -> bytes:
        return b"".join(self._nodes)

    @property
    def root(self) -> bytes:
        if not self._nodes:
            return EMPTY_ROOT
        head = self._nodes[-1]
        for node in self._nodes[-2::-1]:
            head = node_hash(node, head)
        return head

    def append(self, leaf: bytes) -> None:
        height = self.size
        while height & 1:
            leaf = node_hash(self._nodes.pop(), leaf)
            height >>= 1
        self._nodes.append(leaf)
        self.size += 1
