"""Whatever arrives at the wire's door gets a clear answer."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from pytest_django import Settings

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
)

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_who_proves_nothing_is_refused(served: Served) -> None:
    # The inactive key comes last: it is the one all others are signed with.
    cases = sorted(_UNPROVEN, key=lambda name: name == "inactive access key")
    for name in cases:
        send, code = _UNPROVEN[name]
        reply = send(served)
        assert reply.refusal == (400, code), name
        assert reply.headers["content-type"] == JSON
        assert len(reply.request_id) == 36


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


def test_global_services_are_signed_for_their_own_region(
    served: Served, settings: Settings
) -> None:
    """Clients sign IAM and STS's global endpoint for us-east-1, wherever we are."""
    settings.KMSPORTAL_REGIONS = ["eu-central-1"]
    assert _send_form(served, _FORM).status == 200
    form = b"Action=GetUser&Version=2010-05-08"
    for region in ("us-east-1", "eu-central-1"):
        assert _send_form(served, form, service="iam", region=region).status == 200
    shown = [(record["eventName"], record["awsRegion"]) for record in records()]
    assert shown == [
        ("GetCallerIdentity", "us-east-1"),
        ("GetUser", "us-east-1"),
        ("GetUser", "us-east-1"),
    ]


def test_an_unknown_action_is_told_with_the_version(served: Served) -> None:
    form = b"Action=CreateGoat&Version=2010-05-08"
    reply = _send_form(served, form, service="iam")
    assert reply.status == 400
    assert (
        b"<Code>InvalidAction</Code><Message>Could not find operation CreateGoat"
        b" for version 2010-05-08</Message>"
    ) in reply.content


def _send_form(
    served: Served,
    form: bytes,
    *,
    secret: str = "",
    region: str = REGION,
    service: str = "sts",
) -> Reply:
    key = served.credentials
    credentials = Credentials(key.access_key, secret or key.secret_key)
    headers = served.signed(
        "",
        form,
        signer=SigV4Auth(credentials, service, region),
        content_type="application/x-www-form-urlencoded",
    )
    return served.send(headers, form)
