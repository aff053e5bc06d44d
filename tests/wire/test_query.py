from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlencode
from xml.etree.ElementTree import fromstring

import pytest
from botocore.parsers import create_parser
from botocore.serialize import create_serializer
from botocore.session import get_session
from hypothesis import given
from hypothesis import strategies as st

from kmsportal.core.errors import (
    AccessDeniedException,
    EntityAlreadyExistsException,
    InvalidSignatureException,
    KMSInternalException,
    LimitExceededException,
    MalformedPolicyDocumentException,
    NoSuchEntityException,
    NotFoundException,
    ServiceError,
    UnrecognizedClientException,
    ValidationException,
)
from kmsportal.core.operation import Kind, Operation
from kmsportal.core.shapes import URL_ENCODED, Empty, Params, Result, Timestamp
from kmsportal.wire.errors import query_status
from kmsportal.wire.query import decode, encode, encode_error, read_action
from tests.wire.refusals import refused
from tests.wire.shapes import Answer, Everything, Spec, Tag


class CallerIdentity(Result, frozen=True):
    user_id: str
    account: str
    arn: str


def operation(name: str, result: type[Result]) -> Operation:
    def nothing(*_: object) -> tuple[()]:
        return ()

    return Operation(
        service="sts",
        name=name,
        kind=Kind.READ,
        params=Params,
        result=result,
        bind=nothing,
        needs=nothing,
        check=nothing,  # type: ignore[arg-type]  # never run here
        run=nothing,  # type: ignore[arg-type]  # never run here
        trace=nothing,  # type: ignore[arg-type]  # never run here
    )


def test_an_action_is_read() -> None:
    assert read_action(b"Action=GetCallerIdentity&Version=2011-06-15") == (
        "GetCallerIdentity"
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"Version=1",
        b"Action=",
        b"Action.member.1=x",
        b"Action=A&Action=B",
        b"Action=A%42",
    ],
)
def test_a_form_without_an_action(body: bytes) -> None:
    with refused("UnknownOperationException", "must name one Action"):
        read_action(body)


def test_a_request_is_read() -> None:
    body = urlencode(
        {
            "Action": "X",
            "KeyId": "alias/a",
            "Plaintext": "AAEC",
            "KeySpec": "AES_128",
            "NumberOfBytes": "5",
            "Share": "0.5",
            "DryRun": "true",
            "ValidTo": "2026-11-23T12:00:00Z",
            "Tags.member.2.TagKey": "b",
            "Tags.member.1.TagKey": "a",
            "Operations.member.10": "AES_256",
            "Operations.member.9": "AES_128",
            "EncryptionContext.entry.1.key": "a",
            "EncryptionContext.entry.1.value": "b",
            "AccountTags": "",
        }
    )
    assert decode(Everything, body.encode()) == Everything(
        key_id="alias/a",
        plaintext=b"\x00\x01\x02",
        key_spec=Spec.AES_128,
        number_of_bytes=5,
        share=0.5,
        dry_run=True,
        valid_to=Timestamp(datetime(2026, 11, 23, 12, tzinfo=UTC)),
        tags=[Tag(tag_key="a"), Tag(tag_key="b")],
        operations=[Spec.AES_128, Spec.AES_256],
        encryption_context={"a": "b"},
    )


@pytest.mark.parametrize(
    "body",
    [
        b"KeyId=%ff",
        b"\xff=1",
        b"KeyId=a&KeyId=b",
        b"KeyId=a&KeyId.b=c",
        b"KeyId.b=c&KeyId=a",
        b"KeyId=a&NumberOfBytes=x",
        b"KeyId=a&NumberOfBytes=" + b"9" * 5_000,
        b"KeyId=a&Share=x",
        b"KeyId=a&Share=nan",
        b"KeyId=a&DryRun=yes",
        b"KeyId=a&Plaintext=*",
        b"KeyId=a&Tags=x",
        b"KeyId=a&Tags.1=x",
        b"KeyId=a&Tags.member.x=x",
        b"KeyId=a&Tags.member.1=x",
        b"KeyId=a&EncryptionContext.entry.1.value=x",
        b"KeyId=a&EncryptionContext.entry.1=x",
        b"&".join(b"a.%d=" % number for number in range(20_000)),
    ],
)
def test_a_form_that_cannot_be_read(body: bytes) -> None:
    with refused("SerializationException"):
        decode(Everything, body)


def test_a_broken_bound_is_told_in_the_words_of_aws() -> None:
    with refused("ValidationException", "at 'tags.1.member.tagKey' failed to satisfy"):
        decode(Everything, b"KeyId=a&Tags.member.1.TagKey=toolong")


def test_a_field_of_many_parts_is_no_member() -> None:
    assert decode(Everything, b"KeyId=a&a" + b".a" * 100_000 + b"=b").key_id == "a"


names = st.sampled_from(
    [
        *Everything.__struct_encode_fields__,
        *("Tags.member.1.TagKey", "Tags.member", "Operations.member.1", "a.b"),
        *("EncryptionContext.entry.1.key", "EncryptionContext.entry.1.value"),
    ]
)


@given(st.binary())
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with pytest.raises(ServiceError):
        decode(Everything, body)


@given(st.lists(st.tuples(names, st.text(max_size=8)), max_size=6))
def test_any_form_is_read_or_refused(fields: list[tuple[str, str]]) -> None:
    body = urlencode(fields, errors="replace").encode()
    try:
        decode(Everything, b"KeyId=a&" + body)
    except ServiceError as error:
        fromstring(encode_error(error, "sts", "id"))  # noqa: S314 - our own answer


def test_botocore_reads_an_answer() -> None:
    identity = CallerIdentity(
        user_id="AIDA", account="111122223333", arn="arn:aws:iam::1:user/<&>"
    )
    name = "GetCallerIdentity"
    body = encode(operation(name, CallerIdentity), identity, "request-1")
    shape = get_session().get_service_model("sts").operation_model(name).output_shape
    assert shape is not None
    parsed = create_parser("query").parse(
        {"status_code": 200, "headers": {}, "body": body}, shape
    )
    assert parsed["Arn"] == "arn:aws:iam::1:user/<&>"
    assert parsed["Account"] == "111122223333"
    assert parsed["UserId"] == "AIDA"
    assert parsed["ResponseMetadata"]["RequestId"] == "request-1"


def test_what_botocore_writes_is_read() -> None:
    model = get_session().get_service_model("sts").operation_model("GetCallerIdentity")
    written = create_serializer("query").serialize_to_request({}, model)
    body = urlencode(written["body"]).encode()
    assert read_action(body) == "GetCallerIdentity"
    assert isinstance(decode(Params, body), Params)


def test_every_kind_of_member_is_spelled() -> None:
    answer = Answer(
        key_id="a\x00b\ud800",
        plaintext=b"\xff",
        creation_date=Timestamp(datetime(2026, 11, 23, 12, tzinfo=UTC)),
        enabled=False,
        key_spec=Spec.AES_256,
        tags=[Tag(tag_key="k"), Tag(tag_key="l", tag_value="v")],
        context={"a": 1},
    )
    assert encode(operation("Show", Answer), answer, "id").decode() == (
        '<ShowResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><ShowResult>'
        "<KeyId>a\ufffdb\ufffd</KeyId><Plaintext>/w==</Plaintext>"
        "<CreationDate>2026-11-23T12:00:00Z</CreationDate>"
        "<Enabled>false</Enabled><KeySpec>AES_256</KeySpec>"
        "<Tags><member><TagKey>k</TagKey></member>"
        "<member><TagKey>l</TagKey><TagValue>v</TagValue></member></Tags>"
        "<Context><entry><key>a</key><value>1</value></entry></Context></ShowResult>"
        "<ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></ShowResponse>"
    )


def test_an_empty_answer_has_no_result() -> None:
    assert b"Result" not in encode(operation("Delete", Empty), Empty(), "id")


@pytest.mark.parametrize(
    ("error", "code", "status", "fault"),
    [
        (InvalidSignatureException("x"), "SignatureDoesNotMatch", 403, "Sender"),
        (UnrecognizedClientException("x"), "InvalidClientTokenId", 403, "Sender"),
        (AccessDeniedException("x"), "AccessDenied", 403, "Sender"),
        (ValidationException("x"), "ValidationError", 400, "Sender"),
        (NotFoundException("x"), "NotFoundException", 400, "Sender"),
        (KMSInternalException(), "InternalFailure", 500, "Receiver"),
    ],
)
def test_botocore_reads_a_refusal(
    error: ServiceError, code: str, status: int, fault: str
) -> None:
    body = encode_error(error, "sts", "request-1")
    assert query_status(error) == status
    shape = get_session().get_service_model("sts").shape_for("AssumeRoleResponse")
    parsed = create_parser("query").parse(
        {"status_code": status, "headers": {}, "body": body}, shape
    )
    assert parsed["Error"]["Code"] == code
    assert parsed["Error"]["Type"] == fault
    assert (parsed["Error"]["Message"] or "") == (error.message or "")
    assert parsed["ResponseMetadata"]["RequestId"] == "request-1"


class Document(Result, frozen=True, kw_only=True):
    policy_document: Annotated[str, URL_ENCODED] | None = None
    name: str


def test_a_policy_is_answered_percent_encoded() -> None:
    """IAM API reference: policies are URL-encoded in compliance with RFC 3986."""
    answer = Document(policy_document='{"a": "ü~/*"}', name="{ }")
    body = encode(operation("GetUserPolicy", Document), answer, "id").decode()
    encoded = "%7B%22a%22%3A%20%22%C3%BC~%2F%2A%22%7D"
    assert f"<PolicyDocument>{encoded}</PolicyDocument><Name>{{ }}</Name>" in body


@pytest.mark.parametrize(
    ("error", "code", "status"),
    [
        (NoSuchEntityException("x"), "NoSuchEntity", 404),
        (EntityAlreadyExistsException("x"), "EntityAlreadyExists", 409),
        (LimitExceededException("x"), "LimitExceeded", 409),
        (MalformedPolicyDocumentException("x"), "MalformedPolicyDocument", 400),
    ],
)
def test_errors_have_the_codes_of_the_model(
    error: ServiceError, code: str, status: int
) -> None:
    assert f"<Code>{code}</Code>".encode() in encode_error(error, "iam", "id")
    assert query_status(error) == status
