import pytest

from kmsportal.wire.canonical import canonical_path, canonical_query


@pytest.mark.parametrize(
    ("sent", "signed"),
    [
        (b"", b"/"),
        (b"/", b"/"),
        (b"//", b"/"),
        (b"/..", b"/"),
        (b"/a/../../b/", b"/b/"),
        (b"/a//./b", b"/a/b"),
        (b"/a%20b~", b"/a%2520b~"),
        (b"/a b", b"/a%20b"),
    ],
)
def test_a_path_is_normalised_and_escaped_once_more(sent: bytes, signed: bytes) -> None:
    assert canonical_path(sent) == signed


@pytest.mark.parametrize(
    ("sent", "signed"),
    [
        (b"", b""),
        (b"&", b""),
        (b"b&a", b"a=&b="),
        (b"a=2&a=1&A=3", b"A=3&a=1&a=2"),
        (b"a=%7e/+%2b", b"a=~%2F%20%2B"),
        (b"a==", b"a=%3D"),
    ],
)
def test_a_query_is_sorted_and_escaped_alike(sent: bytes, signed: bytes) -> None:
    assert canonical_query(sent) == signed
