"""Bodies, heads and connections of every bad kind: a clear answer, never a hang."""

import json
import socket
from contextlib import suppress

import pytest

from tests.ledger import records
from tests.wire.served import Served, raw_request

pytestmark = pytest.mark.django_db(transaction=True)

_MIB = 1024 * 1024


_UNREADABLE = {
    "no JSON": b"hello",
    "half of it": b'{"KeyId":',
    "a list": b"[]",
    "a number": b"1",
    "invalid UTF-8": b'{"KeyId":"\xff\xfe"}',
    "half a surrogate": b'{"KeyId":"\\ud800"}',
    "NUL bytes": b"\x00\x00\x00",
    "NUL in JSON": b'{"KeyId":"a\x00b"}',
    "UTF-16": '{"KeyId":"a"}'.encode("utf-16"),
    "deep lists": b"[" * 200_000,
    "deep maps": b'{"a":' * 100_000,
    "deep within": b'{"KeyId":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a wrong type": b'{"KeyId":{}}',
    "a huge number": b'{"PendingWindowInDays":' + b"9" * 10_000 + b',"KeyId":"a"}',
}


def test_an_unreadable_body_is_refused_and_recorded(served: Served) -> None:
    for name, body in _UNREADABLE.items():
        reply = served.call("ScheduleKeyDeletion", body)
        assert reply.refusal == (400, "SerializationException"), name
    errors = [record["errorCode"] for record in records()]
    assert errors == ["SerializationException"] * len(_UNREADABLE)


def test_a_nul_in_a_text_is_refused(served: Served) -> None:
    for operation, members in {
        "CreateKey": {"Description": "a\0b"},
        "TagResource": {"KeyId": "\0", "Tags": [{"TagKey": "a", "TagValue": "\0"}]},
        "CreateAlias": {"AliasName": "alias/\0", "TargetKeyId": "\0"},
        "Encrypt": {"KeyId": "alias/a\0", "Plaintext": "YQ=="},
        "Decrypt": {"CiphertextBlob": "AAAA", "EncryptionContext": {"a": "\0"}},
        "ListKeys": {"Marker": "\0"},
    }.items():
        reply = served.call(operation, json.dumps(members).encode())
        assert reply.status == 400, (operation, reply.content)


def test_a_body_of_more_than_a_mebibyte_is_refused(served: Served) -> None:
    body = b'{"Description":"' + b"x" * _MIB + b'"}'
    reply = served.call("CreateKey", body)
    assert reply.refusal == (413, "RequestEntityTooLargeException")
    assert reply.headers["connection"] == "close"
    assert served.call("ListKeys").status == 200


def test_chunks_are_read_and_bounded(served: Served) -> None:
    body = b'{"Limit":7}'
    (read,) = served.exchange(_chunked(served.signed(body=body), [body[:4], body[4:]]))
    assert read.status == 200
    endless = [b"x" * 65536] * 32
    (refused,) = served.exchange(_chunked(served.signed(), endless))
    assert refused.refusal == (413, "RequestEntityTooLargeException")


def test_a_body_in_pieces_is_waited_for(served: Served) -> None:
    body = b'{"Limit":7}'
    request = raw_request(served.signed(body=body), body)
    (reply,) = served.exchange(
        *(request[at : at + 9] for at in range(0, len(request), 9))
    )
    assert reply.status == 200


def test_a_client_that_leaves_before_its_body_is_whole_hurts_nobody(
    served: Served,
) -> None:
    request = raw_request(served.signed("TrentService.CreateKey"), b"{}")
    for length in (1, 40, len(request) - 1):
        with socket.create_connection(served.address, timeout=20) as connection:
            connection.sendall(request[:length])
    assert served.call("ListKeys").members["Keys"] == []


def test_requests_in_a_row_are_answered_in_their_order(served: Served) -> None:
    bodies = [b'{"Limit":1}', b'{"Limit":0}', b"{}"]
    pipeline = b"".join(raw_request(served.signed(body=body), body) for body in bodies)
    replies = served.exchange(pipeline, answers=3)
    assert [reply.status for reply in replies] == [200, 400, 200]


def test_http_1_0_is_answered(served: Served) -> None:
    request = raw_request(served.signed(), b"{}", first="POST / HTTP/1.0")
    (reply,) = served.exchange(request)
    assert reply.status == 200


def test_a_large_header_is_read(served: Served) -> None:
    headers = served.signed() | {"X-Padding": "x" * 20_000}
    (reply,) = served.exchange(raw_request(headers, b"{}"))
    assert reply.status == 200


def test_an_endless_header_is_cut_off(served: Served) -> None:
    with socket.create_connection(served.address, timeout=20) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nX-Padding: ")
        with suppress(OSError):
            for _ in range(1000):
                connection.sendall(b"x" * 65_536)
            pytest.fail("It has been read to its end.")
    assert served.call("ListKeys").status == 200


@pytest.mark.parametrize("length", [20, -1])
def test_a_request_that_never_ends_is_given_up(served: Served, length: int) -> None:
    request = raw_request(served.signed(), b"{}")
    (reply,) = served.exchange(request[:length])
    assert reply.status == 408
    assert reply.headers["connection"] == "close"


def test_a_connection_may_rest_between_requests(served: Served) -> None:
    request = raw_request(served.signed(), b"{}")
    halves = request[:30], request[30:]
    first, second = served.exchange(*halves, *halves, answers=2)
    assert (first.status, second.status) == (200, 200)


def test_an_upgrade_is_not_taken(served: Served) -> None:
    # A body after an upgrade is no longer HTTP/1.1's, so what was signed is missing.
    headers = served.signed() | {"Connection": "Upgrade", "Upgrade": "h2c"}
    (reply,) = served.exchange(raw_request(headers, b"{}"))
    assert reply.refusal == (400, "InvalidSignatureException")


def test_what_is_no_http_is_refused(served: Served) -> None:
    for garbage in (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"POST /\r\n\r\n" * 3):
        (reply,) = served.exchange(garbage)
        assert reply.status == 400


def _chunked(headers: dict[str, str], chunks: list[bytes]) -> bytes:
    head = ["POST / HTTP/1.1"]
    head += [f"{name}: {value}" for name, value in headers.items()]
    head += ["Transfer-Encoding: chunked", "", ""]
    body = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks)
    return "\r\n".join(head).encode() + body + b"0\r\n\r\n"
