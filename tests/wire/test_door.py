"""Whatever arrives at the wire's door gets a clear answer."""

import base64
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from kmsportal import projector
from kmsportal.iam.access_keys import deactivate
from kmsportal.iam.models import AccessKey
from tests.ledger import records
from tests.wire.served import (
    JSON,
    REGION,
    Reply,
    Served,
    SignedAt,
    raw_request,
    serving,
)
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)

_MIB = 1024 * 1024


@pytest.fixture
def served(transactional_db: None) -> Iterator[Served]:
    opened = World().open_account("alice")
    secret = opened.secret_access_key.reveal()
    with serving(Credentials(opened.access_key_id, secret)) as door:
        yield door


def test_an_answer_carries_the_request_id_of_its_event(served: Served) -> None:
    replies = [served.call("ListKeys"), served.call("CreateKey")]
    assert [reply.status for reply in replies] == [200, 200]
    shown = [record["requestID"] for record in records()]
    assert shown == [reply.request_id for reply in replies]


def test_bad_parameters_of_a_proven_caller_leave_an_event(served: Served) -> None:
    reply = served.call("DescribeKey", b'{"KeyId":""}')
    assert reply.refusal == (400, "ValidationException")
    (record,) = records("kms:DescribeKey")
    assert record["errorCode"] == "ValidationException"
    assert record["requestID"] == reply.request_id


def _wrong_secret(served: Served) -> Reply:
    other = Credentials(served.credentials.access_key, "not the secret")
    return served.send(served.signed(signer=SigV4Auth(other, "kms", REGION)))


def _unknown_access_key(served: Served) -> Reply:
    other = Credentials("AKIAIOSFODNN7EXAMPLE", served.credentials.secret_key)
    return served.send(served.signed(signer=SigV4Auth(other, "kms", REGION)))


def _session_token(served: Served) -> Reply:
    key = served.credentials
    other = Credentials(key.access_key, key.secret_key, "not one of ours")
    return served.send(served.signed(signer=SigV4Auth(other, "kms", REGION)))


def _inactive_access_key(served: Served) -> Reply:
    deactivate(AccessKey.objects.get(id=served.credentials.access_key))
    return served.send(served.signed())


def _signed_for(served: Served, service: str, region: str) -> Reply:
    signer = SigV4Auth(served.credentials, service, region)
    return served.send(served.signed(signer=signer))


def _shifted(served: Served, minutes: float) -> Reply:
    shift = timedelta(minutes=minutes)
    return served.send(served.signed(signer=SignedAt(served.credentials, shift=shift)))


def _in_the_query(served: Served) -> Reply:
    request = AWSRequest("POST", served.url, data=b"{}")
    SigV4QueryAuth(served.credentials, "kms", REGION).add_auth(request)
    path = "/?" + str(request.url).partition("?")[2]
    return served.send({"X-Amz-Target": "TrentService.ListKeys"} | _PLAIN, path=path)


def _altered_header(served: Served) -> Reply:
    headers = served.signed()
    return served.send(headers | {"X-Amz-Target": "TrentService.CreateKey"})


_PLAIN = {"Content-Type": JSON, "X-Amz-Target": "TrentService.ListKeys"}
_TRUNCATED = {"Authorization": "AWS4-HMAC-SHA256 Credential=AKIA/20261123/us-east-1"}
_UNPROVEN: dict[str, tuple[Callable[[Served], Reply], str]] = {
    "without authentication": (
        lambda served: served.send(_PLAIN),
        "MissingAuthenticationTokenException",
    ),
    "incomplete signature": (
        lambda served: served.send(_PLAIN | _TRUNCATED),
        "IncompleteSignatureException",
    ),
    "another scheme": (
        lambda served: served.send(_PLAIN | {"Authorization": "Basic YTpi"}),
        "IncompleteSignatureException",
    ),
    "presigned query": (_in_the_query, "IncompleteSignatureException"),
    "wrong secret": (_wrong_secret, "InvalidSignatureException"),
    "unknown access key": (_unknown_access_key, "UnrecognizedClientException"),
    "inactive access key": (_inactive_access_key, "UnrecognizedClientException"),
    "session token": (_session_token, "UnrecognizedClientException"),
    "too old": (lambda served: _shifted(served, -6), "InvalidSignatureException"),
    "too new": (lambda served: _shifted(served, 6), "InvalidSignatureException"),
    "wrong Region": (
        lambda served: _signed_for(served, "kms", "moon-1"),
        "InvalidSignatureException",
    ),
    "wrong service": (
        lambda served: _signed_for(served, "s3", REGION),
        "InvalidSignatureException",
    ),
    "altered body": (
        lambda served: served.send(served.signed(), b'{"Limit":1}'),
        "InvalidSignatureException",
    ),
    "altered header": (_altered_header, "InvalidSignatureException"),
}


def test_who_proves_nothing_is_refused_and_leaves_nothing(served: Served) -> None:
    # The inactive key comes last: it is the one all others are signed with.
    cases = sorted(_UNPROVEN, key=lambda name: name == "inactive access key")
    for name in cases:
        send, code = _UNPROVEN[name]
        reply = send(served)
        assert reply.refusal == (400, code), name
        assert reply.headers["content-type"] == JSON
        assert len(reply.request_id) == 36
    assert records() == []


@pytest.mark.parametrize(
    ("target", "content_type"),
    [
        ("TrentService.NoSuchOperation", JSON),
        ("TrentService.", JSON),
        ("NoSuchService.ListKeys", JSON),
        ("ListKeys", JSON),
        ("", JSON),
        ("TrentService.ListKeys", "application/json"),
        ("TrentService.ListKeys", "text/plain"),
    ],
)
def test_what_is_no_operation_is_unknown(
    served: Served, target: str, content_type: str
) -> None:
    reply = served.send(served.signed(target, content_type=content_type))
    assert reply.refusal == (400, "UnknownOperationException")
    assert reply.members == {"__type": "UnknownOperationException"}


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


def test_a_plaintext_is_encrypted_and_decrypted(served: Served) -> None:
    key_id = served.call("CreateKey").members["KeyMetadata"]["KeyId"]
    plaintext = base64.b64encode(b"hello").decode()
    body = json.dumps({"KeyId": key_id, "Plaintext": plaintext}).encode()
    sealed = served.call("Encrypt", body).members["CiphertextBlob"]
    opened = served.call("Decrypt", json.dumps({"CiphertextBlob": sealed}).encode())
    assert opened.members["Plaintext"] == plaintext


_FORM = b"Action=GetCallerIdentity&Version=2011-06-15"


def test_a_form_is_answered_in_xml(served: Served) -> None:
    reply = _send_form(served, _FORM)
    assert reply.status == 200
    assert b"<Account>" in reply.content
    assert reply.request_id.encode() in reply.content


def test_an_unproven_form_is_refused_in_xml(served: Served) -> None:
    reply = _send_form(served, _FORM, secret="another")
    assert reply.status == 403
    assert b"<Code>SignatureDoesNotMatch</Code>" in reply.content
    assert reply.request_id.encode() in reply.content


@pytest.mark.parametrize(
    "rest", [b"&a=%ff", b"&a=1&a=2", b"&a" * 10_001, b"&a=1&a.b=2", b"\xff"]
)
def test_an_unreadable_form_is_refused_in_xml(served: Served, rest: bytes) -> None:
    reply = _send_form(served, _FORM + rest)
    assert reply.status == 400
    assert b"<Type>Sender</Type><Code>MalformedInput</Code>" in reply.content


def test_an_event_of_a_global_service_is_of_a_region_that_exists(
    served: Served,
) -> None:
    for region in ("us-west-2", "moon-1", "x" * 400):
        assert _send_form(served, _FORM, region=region).status == 200
    shown = [record["awsRegion"] for record in records("sts:GetCallerIdentity")]
    assert sorted(shown) == ["us-east-1", "us-east-1", "us-west-2"]
    # The projections' columns hold no longer name.
    assert projector.catch_up()


def _send_form(
    served: Served, form: bytes, *, secret: str = "", region: str = REGION
) -> Reply:
    key = served.credentials
    credentials = Credentials(key.access_key, secret or key.secret_key)
    headers = served.signed(
        "",
        form,
        signer=SigV4Auth(credentials, "sts", region),
        content_type="application/x-www-form-urlencoded",
    )
    return served.send(headers, form)


def _chunked(headers: dict[str, str], chunks: list[bytes]) -> bytes:
    head = ["POST / HTTP/1.1"]
    head += [f"{name}: {value}" for name, value in headers.items()]
    head += ["Transfer-Encoding: chunked", "", ""]
    body = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks)
    return "\r\n".join(head).encode() + body + b"0\r\n\r\n"
