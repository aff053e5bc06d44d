"""How exports are written: JSON, one object a line, hashes in hexadecimal.

An event stands as the text of its exact bytes, so nothing is ever serialised anew.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from audit.verifier.chains import Segment
from audit.verifier.log import Entry
from audit.verifier.proofs import EventProof
from audit.verifier.segments import Header, Span

FORMAT = "kmsportal audit export 1"
Json = Mapping[str, Any]


class FormError(Exception):
    """A line is not of the form that it must be."""


def dump(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> Json:
    """Return the object that ``text`` holds; FormError when it is none."""
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise FormError("it is not a JSON object")
    return value


def write_segment(segment: Segment) -> Json:
    lines = [line.decode() for line in segment.lines]
    return {
        **_write_header(segment.header),
        "hash": segment.hash.hex(),
        "events": lines,
    }


def read_segment(form: Json) -> Segment:
    lines = tuple(_text(line).encode() for line in _list(form, "events"))
    return Segment(header=_header(form), lines=lines, hash=_hash(form, "hash"))


def write_entry(entry: Entry) -> Json:
    if isinstance(entry, bytes):
        return {"leaf": entry.hex()}
    return {
        "chain": entry.chain_name,
        "first": entry.first,
        "last": entry.last,
        "root": entry.root.hex(),
        "head": entry.head_hash.hex(),
    }


def read_entry(form: Json) -> Entry:
    return _hash(form, "leaf") if "leaf" in form else _span(form)


def write_proof(proof: EventProof) -> Json:
    return {
        "event": proof.line.decode(),
        "index": proof.index,
        "path": _hexes(proof.path),
        "segment": _write_header(proof.header),
        "span": write_entry(proof.span),
        "spanPath": _hexes(proof.span_path),
        "logIndex": proof.log_index,
        "logSize": proof.log_size,
        "logPath": _hexes(proof.log_path),
    }


def read_proof(form: Json) -> EventProof:
    return EventProof(
        line=_text(form.get("event")).encode(),
        index=number(form, "index"),
        path=hashes(form, "path"),
        header=_header(_object(form, "segment")),
        span=_span(_object(form, "span")),
        span_path=hashes(form, "spanPath"),
        log_index=number(form, "logIndex"),
        log_size=number(form, "logSize"),
        log_path=hashes(form, "logPath"),
    )


def number(form: Json, name: str) -> int:
    value = form.get(name)
    if type(value) is not int or not -(2**63) <= value < 2**63:
        raise FormError(f"its {name} is not a number")
    return value


def text(form: Json, name: str) -> str:
    return _text(form.get(name))


def hashes(form: Json, name: str) -> tuple[bytes, ...]:
    return tuple(_unhex(item) for item in _list(form, name))


def _write_header(header: Header) -> dict[str, Any]:
    return {
        "chain": header.chain_name,
        "number": header.number,
        "firstTime": header.first_time,
        "lastTime": header.last_time,
        "count": header.count,
        "root": header.merkle_root.hex(),
        "previous": header.previous_hash.hex(),
    }


def _header(form: Json) -> Header:
    count = number(form, "count")
    if not 0 <= count < 2**32 or number(form, "number") < 1:
        raise FormError("its numbers are out of range")
    return Header(
        chain_name=_chain_name(form),
        number=number(form, "number"),
        first_time=number(form, "firstTime"),
        last_time=number(form, "lastTime"),
        count=count,
        merkle_root=_hash(form, "root"),
        previous_hash=_hash(form, "previous"),
    )


def _span(form: Json) -> Span:
    return Span(
        chain_name=_chain_name(form),
        first=number(form, "first"),
        last=number(form, "last"),
        root=_hash(form, "root"),
        head_hash=_hash(form, "head"),
    )


def _chain_name(form: Json) -> str:
    name = text(form, "chain")
    if not 0 < len(name.encode()) < 256:  # noqa: PLR2004 - its length is one byte
        raise FormError("its chain has no name")
    return name


def _hexes(items: Sequence[bytes]) -> list[str]:
    return [item.hex() for item in items]


def _hash(form: Json, name: str) -> bytes:
    return _unhex(form.get(name))


def _unhex(value: object) -> bytes:
    try:
        found = bytes.fromhex(value) if isinstance(value, str) else b""
    except ValueError:
        found = b""
    if len(found) != 32:  # noqa: PLR2004 - SHA-256
        raise FormError("a hash cannot be read")
    return found


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise FormError("a text is missing")
    return value


def _list(form: Json, name: str) -> list[object]:
    value = form.get(name)
    if not isinstance(value, list):
        raise FormError(f"its {name} is not a list")
    return value


def _object(form: Json, name: str) -> Json:
    value = form.get(name)
    if not isinstance(value, dict):
        raise FormError(f"its {name} is missing")
    return value
