"""Checkpoints as signed notes: C2SP "signed-note" and "tlog-checkpoint".

A checkpoint carries an Ed25519 signature (type 0x01) and an ML-DSA-65 one (FIPS 204).
C2SP has assigned no type for the latter, so it is of type 0xff with a name of ours.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey

ED25519 = b"\x01"
ML_DSA_65 = b"\xffkmsportal/ML-DSA-65\n"
ALGORITHMS = {ED25519: "Ed25519", ML_DSA_65: "ML-DSA-65"}
_DASH = "\u2014 "
_KEY_ID_BYTES = 4
_NOTE_BYTES = 64 * 1024
_BODY_LINES = 3


class NoteError(Exception):
    """A note is malformed or not signed by whom it must be."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that checkpoints are verified with: name, signature type, raw key."""

    name: str
    type: bytes
    raw: bytes

    @property
    def id(self) -> bytes:
        """The first four bytes of SHA-256(name, newline, type, key)."""
        named = self.name.encode() + b"\n" + self.type + self.raw
        return hashlib.sha256(named).digest()[:_KEY_ID_BYTES]

    def __str__(self) -> str:
        """Spell the key as C2SP's "vkey": name, id and key."""
        encoded = base64.b64encode(self.type + self.raw).decode()
        return f"{self.name}+{self.id.hex()}+{encoded}"

    @classmethod
    def parse(cls, text: str) -> "PublicKey":
        """Read a vkey; NoteError when it is none of ours."""
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        try:
            typed = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            typed = b""
        for kind in ALGORITHMS:
            key = cls(name, kind, typed.removeprefix(kind))
            if typed.startswith(kind) and key.id.hex() == key_id:
                return key
        raise NoteError("a public key cannot be read")

    def verify(self, signature: bytes, text: bytes) -> None:
        """Raise NoteError unless this key signed ``text``."""
        try:
            if self.type == ED25519:
                Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, text)
            else:
                MLDSA65PublicKey.from_public_bytes(self.raw).verify(signature, text)
        except (InvalidSignature, ValueError):
            raise NoteError(
                f"its {ALGORITHMS[self.type]} signature is not valid"
            ) from None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log at one moment: its size in leaves, its head, extension lines."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        root = base64.b64encode(self.root).decode()
        return "\n".join((self.origin, str(self.size), root, *self.extensions, ""))

    @property
    def time(self) -> int | None:
        """When it was made, in epoch seconds, if it says so."""
        for line in self.extensions:
            name, _, value = line.partition(" ")
            if name == "time" and value.isdecimal():
                return int(value)
        return None


def sign_line(key: PublicKey, signature: bytes) -> str:
    encoded = base64.b64encode(key.id + signature).decode()
    return f"{_DASH}{key.name} {encoded}\n"


def read_checkpoint(note: str) -> Checkpoint:
    """Read a note's checkpoint without believing it; NoteError when it is none."""
    lines = _split(note)[0].splitlines()
    if len(lines) < _BODY_LINES or not lines[1].isdecimal():
        raise NoteError("it is not a checkpoint")
    try:
        root = base64.b64decode(lines[2], validate=True)
    except binascii.Error:
        raise NoteError("its head cannot be read") from None
    if lines[1] != str(int(lines[1])):
        raise NoteError("its size is written with leading zeros")
    return Checkpoint(lines[0], int(lines[1]), root, tuple(lines[3:]))


def open_checkpoint(note: str, keys: Sequence[PublicKey]) -> Checkpoint:
    """Return the checkpoint that one of ``keys`` of each algorithm among them signed.

    NoteError otherwise: so nobody who breaks one algorithm, or strips the signature
    of the other, passes.
    """
    text, signatures = _split(note)
    checkpoint = read_checkpoint(note)
    valid = {
        key.type
        for key in _signers(signatures, text, keys)
        if hmac.compare_digest(key.name, checkpoint.origin)
    }
    missing = {key.type for key in keys} - valid
    if missing or not keys:
        names = " and ".join(sorted(ALGORITHMS[kind] for kind in missing)) or "any"
        raise NoteError(f"no key that is trusted has signed it with {names}")
    return checkpoint


def _signers(
    signatures: Iterable[str], text: str, keys: Sequence[PublicKey]
) -> list[PublicKey]:
    known = {(key.name, key.id): key for key in keys}
    signers = []
    for line in signatures:
        name, key_id, signature = _signature(line)
        key = known.get((name, key_id))
        if key is not None:
            key.verify(signature, text.encode())
            signers.append(key)
    return signers


def _signature(line: str) -> tuple[str, bytes, bytes]:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    try:
        signed = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        signed = b""
    if not line.startswith(_DASH) or not name or len(signed) <= _KEY_ID_BYTES:
        raise NoteError("a signature line cannot be read")
    return name, signed[:_KEY_ID_BYTES], signed[_KEY_ID_BYTES:]


def _split(note: str) -> tuple[str, list[str]]:
    text, blank, signatures = note.rpartition("\n\n")
    if not blank or len(note) > _NOTE_BYTES or not signatures.endswith("\n"):
        raise NoteError("it is not a signed note")
    return text + "\n", signatures.removesuffix("\n").split("\n")
