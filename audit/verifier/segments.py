"""What a segment's hash covers, and what a checkpoint's leaf says of a chain."""

import hashlib
import struct
from dataclasses import dataclass

from audit.verifier.merkle import leaf_hash

GENESIS = bytes(32)
"""The hash before the first segment of a chain."""

_DOMAIN = b"kmsportal segment v1\x00"
_NUMBERS = struct.Struct(">QqqI")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A segment without its events; times are epoch microseconds."""

    chain_name: str
    number: int
    first_time: int
    last_time: int
    count: int
    merkle_root: bytes
    previous_hash: bytes

    @property
    def hash(self) -> bytes:
        name = self.chain_name.encode()
        return hashlib.sha256(
            _DOMAIN
            + bytes([len(name)])
            + name
            + _NUMBERS.pack(self.number, self.first_time, self.last_time, self.count)
            + self.merkle_root
            + self.previous_hash
        ).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What a chain grew by between two checkpoints: one leaf of the log.

    ``root`` is the head of the tree over the hashes of segments ``first`` to ``last``;
    ``head_hash`` is the hash of the last.
    """

    chain_name: str
    first: int
    last: int
    root: bytes
    head_hash: bytes

    @property
    def leaf(self) -> bytes:
        """The leaf's hash in the log's tree."""
        return leaf_hash(
            f"kmsportal span v1\n{self.chain_name}\n{self.first} {self.last}\n"
            f"{self.root.hex()}\n{self.head_hash.hex()}\n".encode()
        )
