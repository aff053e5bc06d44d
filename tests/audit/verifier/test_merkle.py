import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.verifier.merkle import (
    Frontier,
    ProofError,
    Tree,
    consistency_path,
    leaf_hash,
    merkle_root,
    root_from_path,
    root_of,
    verify_consistency,
)

SIZES = st.integers(1, 70)


def leaves(size: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(size)]


@given(SIZES, st.data())
def test_every_leaf_is_proven_to_be_in_its_tree(size: int, data: st.DataObject) -> None:
    hashes = leaves(size)
    index = data.draw(st.integers(0, size - 1))
    tree = Tree(hashes)
    assert tree.root == root_of(hashes)
    path = tree.path(index)
    found = root_from_path(hashes[index], path, index=index, size=size)
    assert found == tree.root


@given(st.integers(2, 70), st.data())
def test_no_other_leaf_place_or_path_is(size: int, data: st.DataObject) -> None:
    hashes, tree = leaves(size), Tree(leaves(size))
    index, other = data.draw(
        st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)).filter(
            lambda pair: pair[0] != pair[1]
        )
    )
    for path in (tree.path(index), tree.path(index)[:-1], (*tree.path(index), b"x")):
        try:
            found = root_from_path(hashes[other], path, index=index, size=size)
        except ProofError:
            continue
        assert found != tree.root
    with pytest.raises(ProofError):
        root_from_path(hashes[0], (), index=size, size=size)


@given(SIZES, st.data())
def test_a_tree_is_proven_to_begin_a_later_one(size: int, data: st.DataObject) -> None:
    hashes = leaves(size)
    old = data.draw(st.integers(0, size))
    path = consistency_path(hashes, old) if old else []
    verify_consistency((old, root_of(hashes[:old])), (size, root_of(hashes)), path)


@given(st.integers(2, 70), st.data())
def test_another_history_is_not(size: int, data: st.DataObject) -> None:
    hashes = leaves(size)
    old = data.draw(st.integers(1, size))
    changed = data.draw(st.integers(0, old - 1))
    path = consistency_path(hashes, old)
    others = [*hashes]
    others[changed] = hashlib.sha256(b"other").digest()
    with pytest.raises(ProofError):
        verify_consistency((old, root_of(others[:old])), (size, root_of(hashes)), path)
    for wrong in ([*path, b"x" * 32], path[:-1] if path else [b"x" * 32]):
        with pytest.raises(ProofError):
            verify_consistency(
                (old, root_of(hashes[:old])), (size, root_of(hashes)), wrong
            )


def test_a_tree_does_not_shrink() -> None:
    with pytest.raises(ProofError):
        verify_consistency((3, root_of(leaves(3))), (2, root_of(leaves(2))), [])


@given(st.integers(0, 70), st.data())
def test_a_frontier_resumes_where_it_was_left(size: int, data: st.DataObject) -> None:
    hashes = leaves(size)
    pause = data.draw(st.integers(0, size))
    frontier = Frontier()
    for at, leaf in enumerate(hashes):
        if at == pause:
            frontier = Frontier(frontier.size, frontier.nodes)
        frontier.append(leaf)
    assert (frontier.size, frontier.root) == (size, root_of(hashes))


def test_the_root_of_contents_hashes_them_as_leaves() -> None:
    assert merkle_root([b"a", b"b"]) == root_of([leaf_hash(b"a"), leaf_hash(b"b")])
