import pytest

from kmsportal.wire import authorization
from kmsportal.wire.authorization import Scope, read_scope, remember


def header(access_key_id: str) -> bytes:
    return (
        f"AWS4-HMAC-SHA256 Credential={access_key_id}/20261123/us-east-1/kms/"
        "aws4_request, SignedHeaders=host;x-amz-date, Signature=00ff"
    ).encode()


def test_a_header_is_read_into_scope_and_signature() -> None:
    scope, signature = read_scope(header("AKID"))
    assert signature == b"00ff"
    assert (scope.access_key_id, scope.date) == ("AKID", "20261123")
    assert (scope.region, scope.service) == ("us-east-1", "kms")
    assert scope.signed_headers == (b"host", b"x-amz-date")


def test_a_header_with_several_spaces_or_none_is_read_alike() -> None:
    packed = header("AKID").replace(b", ", b",").replace(b" ", b"  ")
    assert read_scope(packed)[0].signed_headers == (b"host", b"x-amz-date")


def test_only_what_is_remembered_is_parsed_once() -> None:
    first, _ = read_scope(header("AKIDONCE"))
    assert read_scope(header("AKIDONCE"))[0] is not first
    remember(first)
    assert read_scope(header("AKIDONCE"))[0] is first


def test_a_long_header_is_not_remembered() -> None:
    first, _ = read_scope(header("A" * 2_000))
    remember(first)
    assert read_scope(header("A" * 2_000))[0] is not first


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    known: dict[bytes, Scope] = {}
    monkeypatch.setattr(authorization, "_known", known)
    monkeypatch.setattr(authorization, "_MOST_KNOWN", 10)
    for number in range(25):
        remember(read_scope(header(f"AKID{number}"))[0])
    assert len(known) == 5
