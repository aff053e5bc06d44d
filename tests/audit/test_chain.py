import hashlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.chain import (
    Head,
    SealedSegment,
    TamperedSegment,
    seal,
    verify_segment,
)
from audit.verifier.merkle import merkle_root

LINES = st.lists(
    st.binary(min_size=1, max_size=40).map(lambda line: line.replace(b"\n", b" ")),
    max_size=12,
)

# The inputs and tree heads of Certificate Transparency's reference implementation.
CT_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
CT_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def test_the_tree_head_of_nothing_is_the_hash_of_nothing() -> None:
    assert merkle_root([]) == hashlib.sha256().digest()


@pytest.mark.parametrize("count", range(1, 9))
def test_tree_heads_equal_the_published_ones(count: int) -> None:
    assert merkle_root(CT_LEAVES[:count]).hex() == CT_ROOTS[count - 1]


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=40))
def test_the_tree_head_is_the_recursive_one_of_rfc_6962(lines: list[bytes]) -> None:
    assert merkle_root(lines) == recursive_root(lines)


def recursive_root(lines: list[bytes]) -> bytes:
    if len(lines) == 1:
        return hashlib.sha256(b"\x00" + lines[0]).digest()
    middle = 1 << ((len(lines) - 1).bit_length() - 1)
    left, right = recursive_root(lines[:middle]), recursive_root(lines[middle:])
    return hashlib.sha256(b"\x01" + left + right).digest()


@given(st.lists(LINES, min_size=1, max_size=5))
def test_a_chain_as_written_verifies(flushes: list[list[bytes]]) -> None:
    head = Head("writer:1")
    for lines in flushes:
        segment = seal(head, lines, first_time=5, last_time=9)
        verify_segment(segment, head)
        head = segment.head
    assert head.number == len(flushes)


@given(LINES, st.data())
def test_a_changed_byte_anywhere_is_found(
    lines: list[bytes], data: st.DataObject
) -> None:
    head = Head("writer:1")
    segment = seal(head, lines, first_time=5, last_time=9)
    member = data.draw(st.sampled_from(SealedSegment.__struct_fields__))
    changed = _changed(getattr(segment, member), data)
    with pytest.raises(TamperedSegment):
        verify_segment(msgspec.structs.replace(segment, **{member: changed}), head)


def _changed(value: object, data: st.DataObject) -> object:
    if isinstance(value, int):
        return value + data.draw(st.integers(1, 9))
    if isinstance(value, str):
        return value + "x"
    assert isinstance(value, bytes)
    if not value:
        return b"x"
    place = data.draw(st.integers(0, len(value) - 1))
    flip = data.draw(st.integers(1, 255))
    return value[:place] + bytes([value[place] ^ flip]) + value[place + 1 :]


def test_a_segment_cannot_follow_another_than_it_was_sealed_to() -> None:
    first = seal(Head("writer:1"), [b"a"], first_time=1, last_time=1)
    third = seal(Head("writer:1", 2, b"2" * 32), [b"c"], first_time=3, last_time=3)
    with pytest.raises(TamperedSegment, match="does not follow"):
        verify_segment(third, first.head)


def test_a_segment_of_another_chain_does_not_fit() -> None:
    segment = seal(Head("writer:1"), [b"a"], first_time=1, last_time=1)
    with pytest.raises(TamperedSegment, match="another chain"):
        verify_segment(segment, Head("writer:2"))


@pytest.mark.parametrize("line", [b"", b"a\nb"])
def test_what_is_not_one_line_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match="one line"):
        seal(Head("writer:1"), [line], first_time=1, last_time=1)


def test_a_payload_that_is_not_one_event_a_line_is_found() -> None:
    segment = seal(Head("writer:1"), [b"a"], first_time=1, last_time=1)
    broken = msgspec.structs.replace(segment, payload=b"a\n\nb")
    with pytest.raises(TamperedSegment, match="one event a line"):
        verify_segment(broken, Head("writer:1"))
